"""`models`: the speech models on this machine, and fetching others."""

from __future__ import annotations

import click

from talkcoach.cli.output import console, emit_json, json_option, notes


@click.group(
    invoke_without_command=True,
    epilog="""\b
Examples:
  talkcoach models
  talkcoach models get small.en""",
)
@json_option
@click.pass_context
def models(context: click.Context, as_json: bool) -> None:
    """List the speech models on this machine, or fetch one.

    Larger models hear names better and take longer: tiny.en, base.en, small.en, medium.en for
    English; tiny, base, small, medium, large-v3 for other languages.
    """
    if context.invoked_subcommand is None:
        context.invoke(list_models, as_json=as_json)


@models.command("list")
@json_option
def list_models(as_json: bool) -> None:
    """What is on this machine, the one that is used first, and what can be fetched."""
    from talkcoach.speech.models import installed, known_names, ways_out

    here = tuple(installed())
    names = {model.name for model in here}
    others = [name for name in known_names() if name not in names]
    if as_json:
        emit_json(
            {
                "installed": [
                    {
                        "name": model.name,
                        "place": model.place,
                        "folder": str(model.folder),
                        "size_bytes": model.size_bytes,
                        "english_only": model.english_only,
                    }
                    for model in here
                ],
                "available": others,
            }
        )
        return
    from talkcoach.terminal.models import models_table

    if here:
        console().print(models_table(here))
        console().print(f"\nUsed unless --model names another: {here[0].name}", soft_wrap=True)
    else:
        console().print(f"There is no speech model on this machine; {ways_out()}.")
    console().print(f"\nTo fetch, with 'talkcoach models get NAME': {', '.join(others)}")


@models.command("get")
@click.argument("name")
def get_model(name: str) -> None:
    """Download model NAME from the model hub, once; after that no network is needed.

    \b
    Example:
      talkcoach models get small.en
    """
    from talkcoach.errors import InputError
    from talkcoach.speech.models import fetch, find, known_names

    if name not in known_names():
        raise InputError(f"there is no model '{name}'; choose from {', '.join(known_names())}")
    model = find(name)
    if model is None:
        notes().print(f"Fetching {name} ...")
        model = fetch(name)
    console().print(f"{name} is on this machine, in {model.folder}", soft_wrap=True)
