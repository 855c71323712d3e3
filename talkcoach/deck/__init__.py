"""The deck: slides planned from the outline, worded, drawn and saved as PowerPoint."""
