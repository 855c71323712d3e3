"""Get ready for the talk that matters: plan it as one theme, rehearse it, measure it."""

import os

__version__ = "0.1.0"

# A rehearsal stays on this machine, and so does that there was one. ONNX Runtime, which finds where
# speech is, reports its use over the network since 1.29, unless the environment forbids it when it
# loads. The second name is that of some versions between; the third is the model hub's.
for _name in ("ORT_DISABLE_TELEMETRY", "ORT_TELEMETRY_DISABLED", "HF_HUB_DISABLE_TELEMETRY"):
    os.environ[_name] = "1"
