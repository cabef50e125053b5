"""What the application tells the area once, before anything is served."""

from __future__ import annotations

from dataclasses import dataclass, field

from hub.messaging.senders import Senders


@dataclass
class Hooks:
    """``senders``: of this process. Until it is told, it is in the sandbox: nothing can leave by mistake."""

    senders: Senders = field(default_factory=lambda: Senders(sandbox=True))


HOOKS = Hooks()
