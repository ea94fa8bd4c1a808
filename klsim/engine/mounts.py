"""File systems that other machines may have in use at the same time."""

import os
from pathlib import Path

_NETWORK = frozenset(
    {
        *("nfs", "nfs4", "cifs", "smb3", "smbfs", "afs", "9p", "virtiofs", "lustre", "gpfs", "beegfs", "ceph"),
        *("orangefs", "pvfs2", "ocfs2", "gfs2", "panfs", "wekafs", "glusterfs", "davfs", "vboxsf", "prl_fs"),
    }
)
_MOUNTS = Path("/proc/self/mountinfo")


def is_shared(path: Path, mounts: Path = _MOUNTS) -> bool:
    """Whether a folder is on a network file system; False where the system does not say.

    File systems in user space count: sshfs and its like are among them.
    """
    real = os.path.realpath(path)
    if real.startswith("\\\\"):  # as Windows calls a share
        return True
    try:
        lines = mounts.read_text(encoding="utf-8", errors="surrogateescape").splitlines()
    except OSError:
        return False
    kind, longest = "", -1
    for line in lines:
        mounted, _, rest = line.partition(" - ")
        point, name = _plain(mounted.split(" ")[4]), rest.split(" ")[0]
        if len(point) >= longest and (real == point or real.startswith(point.rstrip("/") + "/")):
            kind, longest = name, len(point)
    return kind in _NETWORK or kind.startswith("fuse")


def _plain(point: str) -> str:
    """A path as it is: blanks and their like stand there as octal numbers."""
    for code, character in (("\\040", " "), ("\\011", "\t"), ("\\012", "\n"), ("\\134", "\\")):
        point = point.replace(code, character)
    return point
