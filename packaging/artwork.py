"""Makes resources/fonts, resources/icons and resources/colour from what others published.

Run by hand when a source changes; what it makes is kept in the repository. It needs fonttools, brotli and Pillow,
and a folder with the unpacked sources:

    npm install inter-ui @expo-google-fonts/source-sans-3 @expo-google-fonts/noto-emoji @phosphor-icons/core
    apt-get download fonts-noto-core && dpkg -x fonts-noto-core_*.deb noto
    apt-get download fonts-droid-fallback && dpkg -x fonts-droid-fallback_*.deb droid
    python packaging/artwork.py FOLDER
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer
from PIL import ImageCms

RESOURCES = Path(__file__).resolve().parent.parent / "resources"
UI_FAMILY = "Leerlijn Sans"  # renamed: an Inter that happens to be installed must not win over the one we measured
UI_CUTS = (  # file, weight, italic, style name
    ("Regular", 400, False, "Regular"),
    ("Medium", 500, False, "Medium"),
    ("SemiBold", 600, False, "SemiBold"),
    ("Bold", 700, False, "Bold"),
    ("Italic", 400, True, "Italic"),
)
UI_CHARACTERS = [
    *range(0x20, 0x250),  # Latin
    *range(0x2B0, 0x500),  # modifiers, marks, Greek, Cyrillic
    *range(0x1E00, 0x1F00),
    *range(0x2000, 0x2070),
    *range(0x20A0, 0x20C0),
    *(0x2122, 0x2190, 0x2191, 0x2192, 0x2193, 0x2212, 0x2248, 0x2260, 0x2264, 0x2265, 0x221E),
    *(0x25A0, 0x25A1, 0x25B2, 0x25B6, 0x25BC, 0x25C0, 0x25CB, 0x25CF, 0x2605, 0x2606, 0x2713, 0x2717),
]
PDF_CUTS = {  # whole and unchanged: the name "Source" is reserved for the original
    "SourceSans3-Light": "300Light/SourceSans3_300Light",
    "SourceSans3-Regular": "400Regular/SourceSans3_400Regular",
    "SourceSans3-Italic": "400Regular_Italic/SourceSans3_400Regular_Italic",
    "SourceSans3-SemiBold": "600SemiBold/SourceSans3_600SemiBold",
    "SourceSans3-SemiBoldItalic": "600SemiBold_Italic/SourceSans3_600SemiBold_Italic",
}
PDF_FALLBACKS = (  # every glyph, without the shaping tables that the layout does not read
    "NotoSans-Regular",
    "NotoSans-Bold",
    "NotoSansSymbols2-Regular",
    "NotoSansMath-Regular",
    "NotoSansHebrew-Regular",
    "NotoSansArabic-Regular",
    "NotoSansArmenian-Regular",
    "NotoSansGeorgian-Regular",
    "NotoSansEthiopic-Regular",
    "NotoSansThai-Regular",
    "NotoSansDevanagari-Regular",
    "NotoSansTamil-Regular",
)
ICONS = """
archive arrow-clockwise arrow-counter-clockwise arrow-left arrow-right arrow-square-out arrow-u-up-left
arrows-clockwise bell book-open books brain calendar-blank calendar-check caret-down caret-left caret-right caret-up
caret-up-down certificate chalkboard chalkboard-teacher chat-circle chats-circle check check-circle circle circle-half
clock clock-counter-clockwise compass copy dots-three dots-three-vertical download download-simple envelope-simple
export eye eye-slash file file-pdf file-text files fingerprint flag flask floppy-disk folder funnel gear hourglass
house image info key keyboard leaf lightbulb link link-break list list-bullets lock lock-key lock-open
magnifying-glass map-trifold microphone minus moon notebook palette paper-plane-tilt paperclip path pencil-simple plant
plus plus-circle printer question quotes scales seal-check seal-warning share shield-check sign-out signature
sort-ascending stack star student sun sun-horizon tag target translate trash tray upload upload-simple user
user-circle users warning warning-circle x x-circle
"""


def make_ui_font(source: Path, file: str, weight: int, italic: bool, style: str) -> None:
    """Cut one static weight out of the variable Inter, with our family name."""
    font = TTFont(source)
    font.flavor = None
    font = instancer.instantiateVariableFont(font, {"wght": weight, "opsz": 14}, updateFontNames=False)
    keep(font, UI_CHARACTERS, layout=True)
    name = font["name"]
    for record in list(name.names):
        if record.nameID in (1, 2, 3, 4, 6, 16, 17, 21, 22, 25):
            name.removeNames(nameID=record.nameID)
    basic = style in ("Regular", "Bold", "Italic")
    full = f"{UI_FAMILY} {style}"
    names = {1: UI_FAMILY if basic else full, 2: style if basic else "Regular", 3: full, 4: full}
    names |= {6: full.replace("Leerlijn Sans ", "LeerlijnSans-"), 16: UI_FAMILY, 17: style}
    for number, text in names.items():
        name.setName(text, number, 3, 1, 0x409)
    font["OS/2"].usWeightClass = weight
    font["OS/2"].fsSelection = (font["OS/2"].fsSelection & ~0x61) | (
        0x01 if italic else 0x20 if weight == 700 else 0x40
    )
    font["head"].macStyle = 2 if italic else 1 if weight == 700 else 0
    font.save(RESOURCES / "fonts" / "ui" / f"LeerlijnSans-{file}.ttf")


def keep(font: TTFont, characters: list[int], *, layout: bool) -> None:
    """Drop all glyphs but those of `characters`; keep ligatures and kerning only when `layout` is set."""
    options = subset.Options()
    options.layout_features = ["*"] if layout else []
    options.name_IDs = ["*"]
    options.notdef_outline = True
    options.hinting = layout
    if not layout:
        options.drop_tables += ["GSUB", "GPOS", "GDEF", "MATH"]
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=characters)
    subsetter.subset(font)


def make_pdf_fonts(sources: Path) -> None:
    """Copy the text family and cut its fallbacks."""
    target = RESOURCES / "fonts" / "pdf"
    family = sources / "node_modules/@expo-google-fonts/source-sans-3"
    for name, source in PDF_CUTS.items():
        shutil.copyfile(family / f"{source}.ttf", target / f"{name}.ttf")
    fallbacks = {name: sources / f"noto/usr/share/fonts/truetype/noto/{name}.ttf" for name in PDF_FALLBACKS}
    fallbacks["NotoEmoji-Regular"] = (
        sources / "node_modules/@expo-google-fonts/noto-emoji/400Regular/NotoEmoji_400Regular.ttf"
    )
    fallbacks["DroidSansFallback"] = sources / "droid/usr/share/fonts-droid-fallback/truetype/DroidSansFallback.ttf"
    for name, source in fallbacks.items():
        font = TTFont(source)
        keep(font, list(font.getBestCmap()), layout=False)
        font.save(target / f"{name}.ttf")


def make_icons(sources: Path) -> None:
    """Copy the icons that the window uses."""
    folder = sources / "node_modules/@phosphor-icons/core"
    for name in ICONS.split():
        shutil.copyfile(folder / f"assets/regular/{name}.svg", RESOURCES / f"icons/{name}.svg")
    shutil.copyfile(folder / "LICENSE", RESOURCES / "icons/LICENSE.txt")


def make_licences(sources: Path) -> None:
    """Put each font's licence beside it."""
    modules = sources / "node_modules"
    shutil.copyfile(modules / "inter-ui/LICENSE.txt", RESOURCES / "fonts/ui/OFL.txt")
    source_sans = modules / "@expo-google-fonts/source-sans-3/LICENSE_FONT"
    shutil.copyfile(source_sans, RESOURCES / "fonts/pdf/OFL-SourceSans3.txt")
    noto = (modules / "@expo-google-fonts/noto-emoji/LICENSE_FONT").read_text(encoding="utf-8")
    droid = (sources / "droid/usr/share/doc/fonts-droid-fallback/copyright").read_text(encoding="utf-8")
    (RESOURCES / "fonts/pdf/COPYRIGHT-Droid.txt").write_text(droid, encoding="utf-8")
    owners = (
        "Copyright 2012-2020 Google Inc. All Rights Reserved. (Noto Sans and its symbols, mathematics and scripts)\n"
    )
    (RESOURCES / "fonts/pdf/OFL-Noto.txt").write_text(owners + noto, encoding="utf-8")


def main() -> int:
    """Make everything from the folder of sources."""
    sources = Path(sys.argv[1])
    for folder in ("fonts/ui", "fonts/pdf", "icons", "colour"):
        (RESOURCES / folder).mkdir(parents=True, exist_ok=True)
    for file, weight, italic, style in UI_CUTS:
        variable = "InterVariable-Italic" if italic else "InterVariable"
        make_ui_font(sources / f"node_modules/inter-ui/variable/{variable}.woff2", file, weight, italic, style)
    make_pdf_fonts(sources)
    make_icons(sources)
    make_licences(sources)
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    (RESOURCES / "colour" / "srgb.icc").write_bytes(profile)
    return 0


if __name__ == "__main__":
    sys.exit(main())
