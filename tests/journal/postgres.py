"""A PostgreSQL server of the tests' own, from the binaries of the system's package, on a Unix socket alone."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any

from sqlalchemy import create_engine, text

_places = count(1)


def binaries() -> Path | None:
    """The folder of the newest server found, None when there is none."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    if found:
        return found[-1].parent
    beside = shutil.which("initdb")
    return Path(beside).resolve().parent if beside else None


@contextmanager
def server() -> Iterator[str]:
    """Starts a server in a folder of its own, gives the folder of its socket, stops it and removes everything."""
    tools = binaries()
    assert tools is not None
    folder = Path(tempfile.mkdtemp(prefix="journal-pg-"))
    as_user: dict[str, Any] = {}
    if os.geteuid() == 0:  # the server refuses to run as root
        owner = pwd.getpwnam("postgres")
        os.chown(folder, owner.pw_uid, owner.pw_gid)
        as_user = {"user": owner.pw_uid, "group": owner.pw_gid, "extra_groups": []}
    data = str(folder / "data")

    def run(*command: str) -> None:
        done = subprocess.run(command, capture_output=True, text=True, cwd=folder, check=False, **as_user)
        assert done.returncode == 0, done.stderr

    run(str(tools / "initdb"), "-D", data, "-A", "trust", "-U", "journal", "-E", "UTF8", "--locale=C", "--no-sync")
    options = f"-k {folder} -c listen_addresses='' -c max_connections=60"
    run(str(tools / "pg_ctl"), "-D", data, "-l", str(folder / "log"), "-w", "-o", options, "start")
    try:
        yield str(folder)
    finally:
        run(str(tools / "pg_ctl"), "-D", data, "-m", "immediate", "-w", "stop")
        shutil.rmtree(folder, ignore_errors=True)


def database(folder: str) -> str:
    """The URL of a new, empty place: a schema of its own, much quicker to make than a database."""
    name = f"journal_{next(_places)}"
    engine = create_engine(f"postgresql+psycopg://journal@/postgres?host={folder}", isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f"CREATE SCHEMA {name}"))
    engine.dispose()
    return f"postgresql://journal@/postgres?host={folder}&options=-csearch_path%3D{name}"
