"""Films as WebM (VP9) and MP4 (H.264), by an ffmpeg that is installed, else by PyAV: same frames, same bytes.

One thread and bit-exact containers: what comes out hangs on the frames and on the version of the encoder only.
"""

import shutil
import subprocess
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from importlib.util import find_spec
from pathlib import Path
from types import MappingProxyType
from typing import Any

from klsim.diagnostics import BuildError
from klsim.render.canvas import Pixels

CODECS: Mapping[str, tuple[str, Mapping[str, str]]] = MappingProxyType(
    {
        "webm": ("libvpx-vp9", {"crf": "22", "b": "0", "deadline": "good", "cpu-used": "4", "row-mt": "0"}),
        "mp4": ("libx264", {"crf": "16", "preset": "medium"}),
    }
)
"""The encoder of each format and its options; colours of neighbours are shared (4:2:0), as all players need it."""

BT709 = 1
"""The colour space of both, as their standards number it."""

LACKING = (
    "films need an encoder: there is no ffmpeg on the PATH, and PyAV is not installed;"
    ' install one of them: `pip install "klsim[video]"` brings PyAV'
)


class VideoError(BuildError):
    """Why there is no film, in a sentence."""


def find_ffmpeg() -> str:
    """The path of an installed ffmpeg; empty where only PyAV is. Raises VideoError where neither is there."""
    found = shutil.which("ffmpeg") or ""
    if not found and find_spec("av") is None:
        raise VideoError(LACKING)
    return found


def version_of(ffmpeg: str) -> str:
    """What an ffmpeg says of its version."""
    told = subprocess.run([ffmpeg, "-version"], capture_output=True, text=True, check=False).stdout
    return told.partition("\n")[0]


def encode_video(
    frames: Iterable[Pixels], size: tuple[int, int], fps: Fraction, format: str, ffmpeg: str = ""
) -> bytes:
    """Frames (h, w, 3) as a film, by an ffmpeg or, where none is given, by PyAV.

    Raises VideoError where neither does it.
    """
    return _by_ffmpeg(ffmpeg, frames, size, fps, format) if ffmpeg else _by_pyav(frames, size, fps, format)


def _by_ffmpeg(ffmpeg: str, frames: Iterable[Pixels], size: tuple[int, int], fps: Fraction, format: str) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"film.{format}"
        command = [ffmpeg, "-v", "error", *_input_of(size, fps), *_output_of(format), str(path)]
        with tempfile.TemporaryFile() as told:
            process = subprocess.Popen(command, stdin=subprocess.PIPE, stderr=told)
            assert process.stdin is not None
            try:
                for frame in frames:
                    process.stdin.write(frame.tobytes())
                process.stdin.close()
            except BrokenPipeError:
                pass  # it ended early, and says why
            except BaseException:
                process.kill()
                raise
            finally:
                code = process.wait()
            if code:
                told.seek(0)
                lines = told.read().decode(errors="replace").strip().splitlines() or [f"exit {code}"]
                raise VideoError(f"{ffmpeg} made no {format}: {lines[-1]}")
        return path.read_bytes()


def _input_of(size: tuple[int, int], fps: Fraction) -> Sequence[str]:
    width, height = size
    return ["-f", "rawvideo", "-pix_fmt", "rgb24", "-s", f"{width}x{height}", "-r", str(fps), "-i", "-"]


def _output_of(format: str) -> Sequence[str]:
    codec, options = CODECS[format]
    return [
        *("-vf", "scale=out_color_matrix=bt709:out_range=tv,format=yuv420p"),
        *("-c:v", codec, *(word for name, value in options.items() for word in (_flag(name), value))),
        *("-threads", "1", "-color_range", "tv", "-colorspace", "bt709"),
        *("-color_primaries", "bt709", "-color_trc", "bt709"),
        *("-fflags", "+bitexact", "-flags:v", "+bitexact", "-map_metadata", "-1", "-an"),
        *(("-movflags", "+faststart") if format == "mp4" else ()),
    ]


def _flag(option: str) -> str:
    return "-b:v" if option == "b" else f"-{option}"


def _by_pyav(frames: Iterable[Pixels], size: tuple[int, int], fps: Fraction, format: str) -> bytes:
    import av  # slow to import, and not installed where there is an ffmpeg

    codec, options = CODECS[format]
    if codec not in av.codecs_available:
        raise VideoError(f"this PyAV has no {codec}, which {format} takes; install ffmpeg")
    flags = {"fflags": "+bitexact", **({"movflags": "+faststart"} if format == "mp4" else {})}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"film.{format}"  # since the head of a film is written last
        with av.open(str(path), "w", format=format, options=flags) as container:
            _encode(container, codec, frames, size, fps, options)
        return path.read_bytes()


def _encode(
    container: Any,
    codec: str,
    frames: Iterable[Pixels],
    size: tuple[int, int],
    fps: Fraction,
    options: Mapping[str, str],
) -> None:
    import av

    stream: Any = container.add_stream(codec, rate=fps, options=dict(options))
    stream.width, stream.height = size
    stream.pix_fmt = "yuv420p"
    context = stream.codec_context
    context.thread_count = 1
    context.flags |= av.codec.context.Flags.bitexact
    context.colorspace = context.color_primaries = context.color_trc = BT709
    context.color_range = av.video.reformatter.ColorRange.MPEG
    for number, pixels in enumerate(frames):
        frame = av.VideoFrame.from_ndarray(pixels, format="rgb24").reformat(
            format="yuv420p", dst_colorspace="ITU709", dst_color_range="MPEG"
        )
        frame.pts = number
        frame.time_base = 1 / fps
        container.mux(stream.encode(frame))
    container.mux(stream.encode(None))
