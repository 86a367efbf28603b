"""Where made-up figures go when a developer tries a fake server: data folders, and so a run history, of their own.
Nothing is served here."""

FOLDERS = {"STYRKA_DATA_RAW": "raw", "STYRKA_DATA_MART": "mart"}


def command(arguments: str) -> str:
    """``styrka`` with ``arguments``, as a shell line that leaves data folders and history of real figures alone."""
    moved = " ".join(f"{name}=/tmp/styrka/{folder}" for name, folder in FOLDERS.items())
    return f"{moved} .venv/bin/styrka {arguments}"
