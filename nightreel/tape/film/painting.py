"""What a film's pictures look like: a frame above its caption, the two cards, static at a cut."""

from io import BytesIO

import numpy as np
from PIL import Image, ImageChops, ImageDraw, ImageOps

from nightreel.tape.film.lettering import SIZE, Lettering
from nightreel.tape.film.reel import End, Title
from nightreel.tape.film.timing import WIDTH, Page

CANVAS = (768, 592)
PICTURE = (768, 432)
"""Multiples of sixteen, so that picture and caption share no block of the encoder's."""

_MARGIN, _TOP, _LEADING = 20, 440, 29
_DARK = (8, 8, 10)
_TEXT, _CHOICE, _FAINT = (226, 226, 218), (238, 188, 92), (150, 150, 146)
_KINDS = ("JPEG", "PNG", "WEBP")
"""What frames are. Pillow would try others too, one of them with a program from outside."""
_PIXELS_LIMIT = 40_000_000
"""A picture of more is not opened: it would take more memory than a whole film may."""
_SPECK = 8
"""Pixels of a speck of static, which is coarse enough to cost little."""
_DIM = 0.55
_MOST = 6
"""Lines of one text on a card."""
Ink = tuple[int, int, int]


class Unreadable(ValueError):
    """The director must act: what was kept as a picture is none."""


def opened(data: bytes) -> Image.Image:
    """Return the picture at its place's size, with bars where its shape is another.

    Raises `Unreadable`.
    """
    try:
        with Image.open(BytesIO(data), formats=_KINDS) as found:
            if found.width * found.height > _PIXELS_LIMIT:
                raise Unreadable(f"{found.width}x{found.height} is too large")
            picture = found.convert("RGB")
    # Pillow's readers raise all of these for files that are cut or wrong.
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise Unreadable(str(error)) from error
    if picture.size == PICTURE:
        return picture
    return ImageOps.pad(picture, PICTURE, Image.Resampling.BICUBIC, color=_DARK)


def softened(picture: Image.Image, detail: float) -> Image.Image:
    """Return the picture with only that share of its lines and columns left."""
    if detail >= 1:
        return picture
    small = (max(8, round(PICTURE[0] * detail)), max(8, round(PICTURE[1] * detail)))
    reduced = picture.resize(small, Image.Resampling.BOX)
    return reduced.resize(PICTURE, Image.Resampling.BILINEAR)


def snow(seed: int, level: int = 18, swing: int = 9) -> Image.Image:
    """Return a picture of dark, faint static: what a scene without a frame is told over."""
    return _specks(seed, level, swing).resize(PICTURE, Image.Resampling.BILINEAR)


def cut(before: Image.Image, after: Image.Image, step: int, steps: int, seed: int) -> Image.Image:
    """Return one picture of a cut: dim, soft, rolling, under faint static.

    The light goes down once and up once, and never by much: nothing that flashes.
    """
    through = step / (steps + 1)
    ground = (before if through < 0.5 else after).reduce(_SPECK)
    rolled = ImageChops.offset(ground, 0, round(ground.height * through))
    dim = Image.blend(Image.new("RGB", ground.size, _DARK), rolled, _DIM)
    dim = Image.blend(dim, _specks(seed * 16 + step, 40, 22), 0.35)
    whole = Image.new("RGB", CANVAS, _DARK)
    whole.paste(dim.resize(PICTURE, Image.Resampling.BILINEAR))
    return whole


def _specks(seed: int, level: int, swing: int) -> Image.Image:
    """Static with a pixel for each speck. Specks are wide, as a tape's are."""
    rng = np.random.default_rng(seed)
    down, across = PICTURE[1] // _SPECK, PICTURE[0] // _SPECK
    grain = rng.normal(level, swing, (down, across // 2)).repeat(2, axis=1)
    return Image.fromarray(np.clip(grain, 0, 255).astype(np.uint8)).convert("RGB")


class Painter:
    """Draws the pages of one film."""

    def __init__(self, lettering: Lettering) -> None:
        self._lettering = lettering

    def page(self, page: Page, picture: Image.Image) -> Image.Image:
        """Return a scene's picture with a page of its caption below."""
        whole = Image.new("RGB", CANVAS, _DARK)
        whole.paste(picture)
        draw = ImageDraw.Draw(whole)
        top = _TOP
        if page.head:
            self._line(draw, page.head, top, _CHOICE)
            top += _LEADING
        for line in page.lines:
            self._line(draw, line, top, _CHOICE if page.bright else _TEXT)
            top += _LEADING
        return whole

    def title(self, title: Title, seed: int) -> Image.Image:
        """Return the first card."""
        whole, draw = self._card(seed)
        top = self._block(draw, title.world, 190, _TEXT, 58, 70)
        self._block(draw, title.where, top + 8, _CHOICE)
        self._line(draw, f"A Nightreel tape. Seed {title.seed}", 530, _FAINT)
        return whole

    def end(self, end: End, seed: int) -> Image.Image:
        """Return the last card."""
        whole, draw = self._card(seed)
        top = self._block(draw, end.title, 140, _TEXT, 48, 60)
        top = self._block(draw, end.line, top + 6, _CHOICE)
        self._block(draw, end.epitaph, top + 14, _TEXT)
        turns = "1 turn" if end.turns == 1 else f"{end.turns} turns"
        kept = f"kept by a crew of {end.crew}" if end.crew > 1 else "kept by one"
        self._line(draw, f"{turns}, {kept}. Seed {end.seed}", 501, _FAINT)
        self._line(draw, f"{end.world}. A Nightreel tape", 530, _FAINT)
        return whole

    def _card(self, seed: int) -> tuple[Image.Image, ImageDraw.ImageDraw]:
        whole = snow(seed, 15, 5).resize(CANVAS)
        return whole, ImageDraw.Draw(whole)

    def _block(
        self,
        draw: ImageDraw.ImageDraw,
        text: str,
        top: int,
        ink: Ink,
        size: int = SIZE,
        leading: int = _LEADING,
    ) -> int:
        """Draw a text in a few lines at most, and return where the next one would stand."""
        for line in self._lettering.wrapped(text, WIDTH, size)[:_MOST]:
            self._line(draw, line.shown, top, ink, size)
            top += leading
        return top

    def _line(
        self,
        draw: ImageDraw.ImageDraw,
        line: str,
        top: int,
        ink: Ink,
        size: int = SIZE,
    ) -> None:
        fitting = self._lettering.cut(line, WIDTH, size)
        draw.text((_MARGIN, top), fitting, fill=ink, font=self._lettering.font(size))
