"""Having everything that a task needs."""

from __future__ import annotations

from scripts import node_env, python_env
from scripts.shell import one_at_a_time


def set_up(*groups: str, node: bool = False, ui: bool = True) -> None:
    """Install what is locked and build the interface; nothing, offline, when nothing changed.

    ``node`` asks for Node and the interface's packages even when the interface is built already, ``ui=False`` leaves
    it unbuilt.
    """
    with one_at_a_time():
        python_env.ensure([*groups, *node_env.groups(needed=node, ui=ui)])
        if node:
            node_env.install()
        if ui:
            node_env.build()
