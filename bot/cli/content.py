"""`dean schema`: the JSON Schemas that editors complete and check tips and lessons with."""

import argparse
import json
from pathlib import Path

from pydantic import BaseModel

from bot.content import Lesson, Tip
from bot.content.library import HERE

MODELS: dict[str, type[BaseModel]] = {"tip": Tip, "lesson": Lesson}


def schema_text(name: str) -> str:
    """The generated schema, as its file holds it."""
    schema = MODELS[name].model_json_schema()
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"


def schema_path(name: str) -> Path:
    """Where it is kept."""
    return HERE / "schema" / f"{name}.schema.json"


def schema(arguments: argparse.Namespace) -> int:
    """Write them all."""
    for name in MODELS:
        path = schema_path(name)
        path.parent.mkdir(exist_ok=True)
        path.write_text(schema_text(name), "utf-8")
        print(path)
    return 0
