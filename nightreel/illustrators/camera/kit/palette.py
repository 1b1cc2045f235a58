"""Materials by name, for makers and for authors of sets."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, cast

import msgspec
from msgspec import structs

from nightreel.illustrators.camera.solids import Color, Material

INK: Color = (0.05, 0.04, 0.035)
PRINT: Color = (0.04, 0.04, 0.04)
"""Letters from a pen or a brush, gone brown; and those from a press."""

PALETTE: Mapping[str, Material] = MappingProxyType(
    {
        # ground
        "salt": Material("salt", (0.60, 0.585, 0.55), (0.44, 0.40, 0.35), scale=0.55),
        "salt_bare": Material("salt", (0.52, 0.50, 0.46), (0.38, 0.34, 0.30), scale=1.4),
        "gravel": Material("gravel", (0.33, 0.31, 0.285), scale=0.5),
        "cinders": Material("gravel", (0.10, 0.095, 0.09), scale=0.4),
        "slab": Material("concrete", (0.42, 0.405, 0.375), scale=3.0, grime=0.5),
        # buildings
        "concrete": Material("concrete", (0.37, 0.36, 0.335), scale=2.4, grime=0.6),
        "concrete_dark": Material("concrete", (0.20, 0.195, 0.185), scale=2.4, grime=0.7),
        "brick": Material("brick", (0.30, 0.13, 0.09), (0.34, 0.31, 0.28), scale=0.26, grime=0.6),
        "planks_gray": Material("planks", (0.30, 0.27, 0.235), scale=0.16, grime=0.5),
        "planks_cream": Material("planks", (0.52, 0.47, 0.35), scale=0.14, grime=0.4),
        "planks_floor": Material("planks", (0.22, 0.16, 0.105), scale=0.13, grime=0.5),
        "corrugated": Material(
            "corrugated", (0.40, 0.41, 0.40), (0.24, 0.12, 0.06), scale=0.09, gloss=0.12
        ),
        "tar": Material("tar", (0.07, 0.07, 0.072), grime=0.3),
        "plaster_green": Material("plaster", (0.50, 0.48, 0.40), (0.16, 0.25, 0.19), grime=0.55),
        "plaster_cream": Material("plaster", (0.56, 0.51, 0.40), (0.44, 0.36, 0.22), grime=0.5),
        "ceiling": Material("concrete", (0.40, 0.39, 0.36), scale=40.0, grime=0.6),
        "lino": Material("lino", (0.20, 0.115, 0.065), (0.13, 0.075, 0.045), scale=0.6, gloss=0.22),
        "tiles": Material("tiles", (0.50, 0.48, 0.43), (0.14, 0.16, 0.15), scale=0.3, gloss=0.2),
        "cork": Material("gravel", (0.24, 0.155, 0.09), scale=0.35, grime=0.2),
        "foam": Material("wedges", (0.17, 0.17, 0.175), scale=0.42, grime=0.2),
        "felt": Material("cloth", (0.22, 0.22, 0.225), grime=0.2),
        # metal
        "steel": Material("steel", (0.34, 0.35, 0.35), (0.22, 0.11, 0.055), gloss=0.35, grime=0.3),
        "steel_green": Material(
            "steel", (0.13, 0.20, 0.155), (0.19, 0.09, 0.04), gloss=0.25, grime=0.4
        ),
        "steel_gray": Material(
            "steel", (0.30, 0.315, 0.31), (0.20, 0.10, 0.05), gloss=0.25, grime=0.4
        ),
        "steel_dark": Material(
            "steel", (0.09, 0.095, 0.10), (0.15, 0.075, 0.04), gloss=0.3, grime=0.3
        ),
        "steel_red": Material(
            "steel", (0.42, 0.055, 0.04), (0.17, 0.07, 0.04), gloss=0.3, grime=0.3
        ),
        "steel_white": Material(
            "steel", (0.66, 0.65, 0.61), (0.25, 0.12, 0.06), gloss=0.3, grime=0.4
        ),
        "steel_blue": Material(
            "steel", (0.085, 0.17, 0.34), (0.20, 0.10, 0.05), gloss=0.4, grime=0.4
        ),
        "rust": Material("rust", (0.26, 0.125, 0.06), (0.12, 0.065, 0.045), grime=0.3),
        "brass": Material("plain", (0.55, 0.40, 0.15), gloss=0.6, grime=0.3),
        "copper": Material("plain", (0.42, 0.20, 0.10), gloss=0.5, grime=0.4),
        "iron_black": Material(
            "steel", (0.045, 0.045, 0.047), (0.12, 0.06, 0.03), gloss=0.35, grime=0.3
        ),
        "chainlink": Material("chainlink", (0.33, 0.34, 0.34), scale=0.075, cut=True, grime=0.0),
        "mesh": Material("mesh", (0.30, 0.31, 0.31), scale=0.12, cut=True, grime=0.2),
        "grating": Material("grating", (0.22, 0.215, 0.21), scale=0.06, cut=True, grime=0.2),
        # soft and small
        "wood": Material("wood", (0.25, 0.155, 0.085), (0.14, 0.08, 0.04), gloss=0.12),
        "wood_pale": Material("wood", (0.42, 0.30, 0.17), (0.28, 0.19, 0.10), gloss=0.1),
        "wood_gray": Material("planks", (0.33, 0.295, 0.25), scale=0.2, grime=0.4),
        "rubber": Material("plain", (0.028, 0.028, 0.03), gloss=0.12, grime=0.3),
        "bakelite": Material("plain", (0.022, 0.02, 0.019), gloss=0.55, grime=0.1),
        "cloth_gray": Material("cloth", (0.26, 0.26, 0.26), grime=0.3),
        "cloth_olive": Material("cloth", (0.20, 0.19, 0.11), grime=0.4),
        "canvas": Material("canvas", (0.31, 0.275, 0.19), scale=0.8, grime=0.5),
        "mattress": Material(
            "stripes", (0.55, 0.51, 0.43), (0.30, 0.20, 0.14), scale=0.09, grime=0.5
        ),
        "oilcloth": Material(
            "tiles", (0.52, 0.47, 0.40), (0.44, 0.20, 0.16), scale=0.09, gloss=0.25
        ),
        "coverall": Material("cloth", (0.052, 0.048, 0.041), grime=0.55),
        "leather": Material("skin", (0.20, 0.105, 0.05), (0.12, 0.06, 0.03), gloss=0.15),
        "paper": Material("paper", (0.66, 0.61, 0.48), (0.16, 0.14, 0.12), scale=0.022, grime=0.3),
        "card": Material("plain", (0.52, 0.42, 0.27), grime=0.3),
        "glass": Material("glass", (0.02, 0.026, 0.028), gloss=1.0, grime=0.0),
        "water": Material("glass", (0.012, 0.014, 0.015), gloss=0.9, grime=0.0),
        "rope": Material("stripes", (0.47, 0.38, 0.24), (0.33, 0.25, 0.14), scale=0.035, grime=0.3),
        "dog": Material("skin", (0.21, 0.135, 0.075), (0.06, 0.045, 0.035), grime=0.3),
        "bone": Material("plain", (0.62, 0.57, 0.46), grime=0.4),
        # panels
        "switches": Material("switches", (0.235, 0.25, 0.245), scale=0.075, glow=0.0, grime=0.15),
        "rack": Material("rack", (0.25, 0.265, 0.26), glow=0.0, gloss=0.12, grime=0.15),
        "dials": Material("dials", (0.075, 0.078, 0.08), scale=0.13, glow=0.0, grime=0.1),
        "jacks": Material("jacks", (0.05, 0.05, 0.052), scale=0.05, grime=0.1),
        "slate": Material("plain", (0.085, 0.09, 0.10), gloss=0.12, grime=0.35),
        "screen": Material("screen", (0.10, 0.32, 0.14), (0.35, 0.95, 0.45), glow=1.0, grime=0.0),
        "black": Material("plain", (0.006, 0.006, 0.006), grime=0.0),
        "white": Material("plain", (0.72, 0.71, 0.67), grime=0.2),
        "hazard": Material("hazard", (0.62, 0.46, 0.05), (0.03, 0.03, 0.03), scale=0.2, grime=0.4),
        "bulb": Material("plain", (1.0, 0.85, 0.6), glow=5.0, grime=0.0),
        "bulb_dead": Material("plain", (0.38, 0.37, 0.33), gloss=0.6, grime=0.2),
        "tube": Material("plain", (0.85, 1.0, 0.92), glow=3.2, grime=0.0),
        "lamp_red": Material("plain", (1.0, 0.06, 0.03), glow=5.0, grime=0.0),
        "glass_red": Material("plain", (0.20, 0.012, 0.01), gloss=0.8, grime=0.1),
        # the block: corridor, control room, hall, chamber
        "lino_desk": Material(
            "lino", (0.075, 0.105, 0.085), (0.055, 0.075, 0.06), scale=9.0, gloss=0.15
        ),
        "grille": Material(
            "stripes", (0.16, 0.165, 0.16), (0.03, 0.03, 0.03), scale=0.026, gloss=0.2
        ),
        "red_hand": Material("plain", (0.62, 0.03, 0.02), gloss=0.2, grime=0.0),
        "lamp_needle": Material("plain", (0.02, 0.02, 0.02), grime=0.0),
        "slate_panel": Material(
            "concrete", (0.034, 0.039, 0.047), scale=40.0, gloss=0.03, grime=0.2
        ),
        "brass_bright": Material("plain", (0.72, 0.52, 0.17), gloss=0.7, grime=0.1),
        "braid": Material("stripes", (0.42, 0.38, 0.27), (0.20, 0.16, 0.10), scale=0.03, grime=0.1),
        "tread": Material(
            "hazard", (0.10, 0.105, 0.11), (0.15, 0.155, 0.16), scale=0.06, gloss=0.3, grime=0.3
        ),
        "bloom": Material("salt", (0.55, 0.54, 0.50), (0.36, 0.35, 0.33), scale=0.12, grime=0.2),
        "hazard_plate": Material("plain", (0.66, 0.50, 0.06), grime=0.2),
        "glass_lit": Material("plain", (0.13, 0.032, 0.005), glow=0.6, gloss=0.2, grime=0.0),
        "mesh_fine": Material("chainlink", (0.16, 0.165, 0.16), scale=0.10, cut=True, grime=0.2),
        "red_pale": Material("plain", (0.15, 0.024, 0.02), grime=0.3),
        "red_clean": Material("plain", (0.40, 0.04, 0.03), grime=0.1),
        "red_bright": Material("plain", (0.62, 0.06, 0.04), gloss=0.4, grime=0.0),
        "glass_wired": Material(
            "chainlink", (0.34, 0.38, 0.38), scale=0.075, gloss=0.9, cut=True, grime=0.1
        ),
        "glass_shard": Material("plain", (0.42, 0.47, 0.46), gloss=0.9, grime=0.0),
        "rail_yellow": Material(
            "steel", (0.46, 0.35, 0.06), (0.16, 0.08, 0.04), gloss=0.3, grime=0.5
        ),
        "foam_point": Material("gravel", (0.27, 0.27, 0.275), scale=0.5, grime=0.15),
        "wood_chair": Material(
            "wood", (0.14, 0.075, 0.035), (0.075, 0.038, 0.018), gloss=0.2, grime=0.2
        ),
        "linen_gray": Material(
            "stripes", (0.34, 0.31, 0.26), (0.20, 0.18, 0.15), scale=0.03, grime=0.4
        ),
        "felt_gray": Material("cloth", (0.25, 0.25, 0.255), grime=0.2),
        "wood_worn": Material("wood", (0.36, 0.25, 0.14), (0.25, 0.16, 0.09), gloss=0.2),
        "enamel_brown": Material(
            "steel", (0.115, 0.055, 0.028), (0.20, 0.12, 0.07), gloss=0.4, grime=0.3
        ),
        "baize": Material("cloth", (0.055, 0.15, 0.085), grime=0.3),
        "panel_gray": Material(
            "steel", (0.185, 0.20, 0.194), (0.20, 0.19, 0.17), gloss=0.2, grime=0.25
        ),
        "panel_dark": Material(
            "steel", (0.075, 0.081, 0.081), (0.12, 0.11, 0.10), gloss=0.2, grime=0.2
        ),
        "ivory": Material("plain", (0.50, 0.45, 0.33), gloss=0.0, grime=0.1),
        "meter_lit": Material("plain", (1.0, 0.78, 0.40), glow=0.85, grime=0.0),
        "filament": Material("plain", (1.0, 0.36, 0.07), glow=3.4, grime=0.0),
        "wall_cream": Material("plain", (0.43, 0.41, 0.355), grime=0.4),
        "glass_brown": Material("glass", (0.050, 0.026, 0.012), gloss=0.3, grime=0.0),
        "foam_block": Material("gravel", (0.20, 0.20, 0.205), scale=0.35, grime=0.2),
        "felt_pale": Material("cloth", (0.38, 0.375, 0.36), grime=0.15),
        "wire_stretched": Material(
            "mesh", (0.34, 0.345, 0.34), scale=0.12, gloss=0.3, cut=True, grime=0.1
        ),
        # carried things, bunk room, mess, generator hall, tunnel
        "steel_olive": Material(
            "steel", (0.17, 0.175, 0.085), (0.20, 0.10, 0.05), gloss=0.2, grime=0.4
        ),
        "amber_glass": Material("glass", (0.42, 0.20, 0.03), gloss=0.9, grime=0.1),
        "pink_paper": Material(
            "paper", (0.55, 0.23, 0.25), (0.22, 0.08, 0.12), scale=0.02, grime=0.15
        ),
        "wax_card": Material("plain", (0.34, 0.25, 0.13), gloss=0.25, grime=0.5),
        "leader": Material("plain", (0.75, 0.58, 0.06), gloss=0.2, grime=0.0),
        "tape_brown": Material("plain", (0.085, 0.045, 0.025), gloss=0.35, grime=0.0),
        "spool": Material("plain", (0.42, 0.43, 0.43), gloss=0.55, grime=0.15),
        "red_card": Material("plain", (0.50, 0.045, 0.03), gloss=0.1, grime=0.3),
        "red_cord": Material(
            "stripes", (0.55, 0.04, 0.035), (0.30, 0.02, 0.02), scale=0.02, grime=0.1
        ),
        "photo": Material("plain", (0.17, 0.155, 0.12), gloss=0.2, grime=0.25),
        "hickory": Material("wood", (0.46, 0.31, 0.15), (0.33, 0.20, 0.09), gloss=0.15),
        "oilcloth_blue": Material(
            "tiles", (0.10, 0.17, 0.29), (0.36, 0.36, 0.33), scale=0.11, gloss=0.35, grime=0.35
        ),
        "mess_enamel": Material("plain", (0.56, 0.55, 0.50), gloss=0.5, grime=0.15),
        "range_iron": Material(
            "steel", (0.035, 0.035, 0.037), (0.09, 0.05, 0.03), gloss=0.55, grime=0.15
        ),
        "ember": Material("plain", (1.0, 0.34, 0.05), glow=8.0, grime=0.0),
        "cream": Material("steel", (0.44, 0.385, 0.265), (0.36, 0.26, 0.14), gloss=0.2, grime=0.45),
        "blanket": Material("cloth", (0.21, 0.22, 0.235), grime=0.3),
        "linen": Material("cloth", (0.46, 0.445, 0.40), grime=0.35),
        "engine_green": Material(
            "steel", (0.085, 0.19, 0.115), (0.16, 0.09, 0.045), gloss=0.4, grime=0.4
        ),
        "floor_red": Material("concrete", (0.20, 0.055, 0.04), scale=40.0, gloss=0.12, grime=0.7),
        "bedsprings": Material("grating", (0.24, 0.225, 0.205), scale=0.09, cut=True, grime=0.2),
        "cell": Material(
            "bars", (0.36, 0.43, 0.39), (0.10, 0.11, 0.105), scale=0.045, gloss=0.7, grime=0.1
        ),
        "cell_glass": Material("plain", (0.34, 0.42, 0.38), gloss=0.8, grime=0.15),
        "lead": Material("plain", (0.24, 0.25, 0.26), gloss=0.2, grime=0.5),
        "salted": Material("concrete", (0.36, 0.355, 0.335), scale=3.0, grime=0.75),
        "wet_floor": Material("concrete", (0.15, 0.145, 0.135), scale=3.0, gloss=0.5, grime=0.5),
        "cables": Material(
            "stripes", (0.035, 0.035, 0.037), (0.10, 0.10, 0.10), scale=0.05, gloss=0.2, grime=0.3
        ),
        "wiped": Material("plain", (0.265, 0.28, 0.278), gloss=0.35, grime=0.0),
        "flywheel_blur": Material("grating", (0.25, 0.25, 0.24), scale=0.02, cut=True, grime=0.0),
        "rag": Material("cloth", (0.42, 0.13, 0.10), grime=0.3),
        "fuel": Material("plain", (0.62, 0.26, 0.03), gloss=0.8, grime=0.0),
        "fuel_lit": Material("plain", (0.9, 0.42, 0.06), gloss=0.8, glow=0.9, grime=0.0),
        "cell_drained": Material(
            "bars", (0.15, 0.16, 0.14), (0.06, 0.06, 0.058), scale=0.045, gloss=0.4, grime=0.5
        ),
        "stair_tread": Material("grating", (0.20, 0.20, 0.195), scale=0.05, cut=True, grime=0.3),
        "sump_grate": Material("grating", (0.26, 0.19, 0.14), scale=0.09, cut=True, grime=0.3),
        "daysky": Material("plain", (0.8, 0.86, 0.95), glow=1.6, grime=0.0),
        "photo_ground": Material("plain", (0.11, 0.10, 0.08), gloss=0.2, grime=0.1),
        "photo_dark": Material(
            "bars", (0.06, 0.055, 0.045), (0.09, 0.08, 0.06), scale=0.016, gloss=0.2, grime=0.0
        ),
        "locker_gray": Material(
            "steel", (0.21, 0.225, 0.225), (0.155, 0.13, 0.10), gloss=0.3, grime=0.35
        ),
        "brick_pale": Material(
            "brick", (0.29, 0.165, 0.12), (0.25, 0.235, 0.21), scale=0.26, grime=0.65
        ),
        "worn_red": Material("concrete", (0.12, 0.066, 0.052), scale=40.0, grime=0.5),
        "plaster_drab": Material("plaster", (0.37, 0.345, 0.285), (0.21, 0.20, 0.14), grime=0.6),
        "jacket": Material("cloth", (0.175, 0.14, 0.085), grime=0.3),
        # the road, the fence, the flat
        "mud": Material("rust", (0.15, 0.142, 0.128), (0.085, 0.08, 0.072), gloss=0.6, grime=0.0),
        "mud_dry": Material("gravel", (0.27, 0.255, 0.225), scale=0.6, grime=0.2),
        "brine": Material("glass", (0.05, 0.055, 0.052), gloss=0.95, grime=0.0),
        "salt_edge": Material(
            "salt", (0.68, 0.665, 0.63), (0.55, 0.52, 0.47), scale=0.5, grime=0.1
        ),
        "salt_pressed": Material("plain", (0.20, 0.185, 0.16), grime=0.2),
        "salt_loose": Material("gravel", (0.62, 0.585, 0.52), scale=0.2, grime=0.1),
        "road_gravel": Material("gravel", (0.25, 0.225, 0.195), scale=0.45, grime=0.35),
        "road_track": Material("gravel", (0.285, 0.26, 0.225), scale=0.3, grime=0.3),
        "paint_white": Material(
            "steel", (0.60, 0.59, 0.55), (0.46, 0.42, 0.35), gloss=0.35, grime=0.4
        ),
        "paint_blue": Material(
            "steel", (0.055, 0.145, 0.36), (0.16, 0.10, 0.07), gloss=0.5, grime=0.35
        ),
        "chrome": Material("plain", (0.50, 0.50, 0.49), gloss=0.8, grime=0.3),
        "headlamp": Material("plain", (0.62, 0.62, 0.58), gloss=0.9, grime=0.1),
        "headlamp_lit": Material("plain", (1.0, 0.9, 0.68), glow=6.0, grime=0.0),
        "tail_red": Material("plain", (0.36, 0.02, 0.015), gloss=0.7, grime=0.1),
        "amber": Material("plain", (0.85, 0.34, 0.03), gloss=0.9, glow=0.12, grime=0.0),
        "cab_dark": Material("plain", (0.012, 0.012, 0.012), grime=0.0),
        "windshield": Material("glass", (0.035, 0.042, 0.045), gloss=1.0, grime=0.0),
        "galvanized": Material(
            "steel", (0.36, 0.37, 0.36), (0.25, 0.13, 0.07), gloss=0.3, grime=0.35
        ),
        "wire_salted": Material("plain", (0.58, 0.565, 0.53), grime=0.2),
        "fence_mesh": Material("chainlink", (0.20, 0.205, 0.20), scale=0.085, cut=True, grime=0.0),
        "porcelain": Material("plain", (0.78, 0.78, 0.75), gloss=0.8, grime=0.0),
        "chain_rust": Material(
            "rust", (0.20, 0.10, 0.055), (0.085, 0.055, 0.045), gloss=0.15, grime=0.1
        ),
        "creosote": Material("planks", (0.13, 0.085, 0.05), scale=0.11, grime=0.35),
        "ribbon": Material("plain", (0.80, 0.19, 0.05), grime=0.1),
        "tag_tin": Material("plain", (0.46, 0.46, 0.44), gloss=0.6, grime=0.3),
        "cast_iron": Material(
            "steel", (0.24, 0.235, 0.225), (0.22, 0.11, 0.06), gloss=0.15, grime=0.4
        ),
        "enamel": Material("plain", (0.70, 0.68, 0.61), gloss=0.5, grime=0.35),
        "planks_weathered": Material("planks", (0.36, 0.325, 0.275), scale=0.17, grime=0.5),
        "hut_walls": Material("plaster", (0.57, 0.52, 0.40), (0.19, 0.27, 0.20), grime=0.5),
        "lino_worn": Material(
            "lino", (0.23, 0.135, 0.075), (0.15, 0.085, 0.05), scale=0.5, gloss=0.15
        ),
        "coverall_flat": Material("cloth", (0.185, 0.17, 0.135), grime=0.35),
        "door_green": Material("planks", (0.13, 0.19, 0.15), scale=0.16, grime=0.5),
        "felt_green": Material("cloth", (0.09, 0.13, 0.10), grime=0.3),
        "lino_top": Material(
            "steel", (0.17, 0.185, 0.18), (0.11, 0.10, 0.09), gloss=0.2, grime=0.4
        ),
        "stain": Material("plain", (0.05, 0.038, 0.03), gloss=0.1, grime=0.0),
        "roster_paper": Material(
            "paper", (0.70, 0.64, 0.46), (0.13, 0.11, 0.10), scale=0.034, grime=0.2
        ),
        "celluloid": Material("plain", (0.50, 0.40, 0.20), gloss=0.6, grime=0.2),
        "far_haze": Material("plain", (0.115, 0.12, 0.13), grime=0.0),
        # yard, shed, mast, antenna field
        "zinc": Material("steel", (0.33, 0.34, 0.34), (0.21, 0.12, 0.065), gloss=0.2, grime=0.3),
        "zinc_rusty": Material("rust", (0.25, 0.21, 0.17), (0.17, 0.095, 0.055), grime=0.3),
        "worn": Material("plain", (0.52, 0.52, 0.50), gloss=0.7, grime=0.1),
        "wire": Material("plain", (0.16, 0.16, 0.16), gloss=0.3, grime=0.2),
        "rail_paint": Material(
            "steel", (0.50, 0.47, 0.36), (0.20, 0.10, 0.05), gloss=0.2, grime=0.4
        ),
        "paint_yellow": Material("plain", (0.66, 0.47, 0.05), grime=0.2),
        "platform_grating": Material(
            "grating", (0.24, 0.235, 0.225), scale=0.11, cut=True, grime=0.2
        ),
        "billboard": Material("mesh", (0.27, 0.27, 0.265), scale=0.62, cut=True, grime=0.2),
        "dish_mesh": Material("mesh", (0.36, 0.36, 0.35), scale=0.07, cut=True, grime=0.2),
        "tilt": Material("canvas", (0.21, 0.20, 0.14), scale=1.1, grime=0.6),
        "salt_bank": Material("gravel", (0.47, 0.45, 0.41), scale=0.6, grime=0.3),
        "slab_worn": Material("concrete", (0.46, 0.45, 0.42), scale=30.0, grime=0.3),
        "slab_wet": Material("concrete", (0.30, 0.285, 0.265), scale=30.0, gloss=0.2, grime=0.5),
        "rust_stain": Material("plain", (0.225, 0.18, 0.14), grime=0.9),
        "steel_door": Material(
            "steel", (0.29, 0.305, 0.30), (0.17, 0.10, 0.06), gloss=0.2, grime=0.35
        ),
        "steel_slats": Material(
            "steel", (0.36, 0.38, 0.37), (0.22, 0.11, 0.06), gloss=0.3, grime=0.5
        ),
        "steel_lid": Material(
            "steel", (0.20, 0.205, 0.205), (0.20, 0.105, 0.06), gloss=0.3, grime=0.4
        ),
        "iron_polished": Material("plain", (0.155, 0.15, 0.145), gloss=0.8, grime=0.3),
        "cloth_rag": Material("cloth", (0.33, 0.12, 0.095), grime=0.5),
        "planks_bench": Material("planks", (0.27, 0.20, 0.13), scale=0.24, grime=0.6),
        "planks_dark": Material("planks", (0.115, 0.125, 0.12), scale=0.19, grime=0.4),
        "tin": Material("plain", (0.36, 0.30, 0.16), gloss=0.5, grime=0.5),
        "cinder_path": Material("gravel", (0.20, 0.19, 0.175), scale=0.5),
        "cable_black": Material(
            "stripes",
            (0.035, 0.035, 0.037),
            (0.075, 0.075, 0.078),
            scale=0.09,
            gloss=0.2,
            grime=0.3,
        ),
        "soot": Material("tar", (0.022, 0.019, 0.016), grime=0.4),
        "steel_ochre": Material(
            "rust", (0.25, 0.165, 0.06), (0.135, 0.07, 0.04), gloss=0.05, grime=0.75
        ),
        "iron_roof": Material(
            "corrugated", (0.30, 0.265, 0.24), (0.27, 0.125, 0.06), scale=0.12, gloss=0.1, grime=0.5
        ),
        "iron_walls": Material(
            "corrugated", (0.33, 0.34, 0.32), (0.26, 0.13, 0.07), scale=0.16, gloss=0.15, grime=0.6
        ),
        "stencil": Material(
            "lettering", (0.29, 0.305, 0.30), (0.72, 0.70, 0.62), scale=0.5, gloss=0.2, grime=0.35
        ),
        "chalk": Material("plain", (0.62, 0.61, 0.57), grime=0.5),
        "dog_yellow": Material("skin", (0.37, 0.25, 0.095), (0.19, 0.115, 0.045), grime=0.3),
        "thread": Material("plain", (1.0, 0.72, 0.34), glow=3.0, grime=0.0),
        "day_spot": Material("plain", (0.95, 0.80, 0.60), glow=5.0, grime=0.0),
        "nest": Material("cloth", (0.36, 0.31, 0.24), grime=0.5),
        "oil_black": Material("plain", (0.018, 0.016, 0.014), gloss=0.5, grime=0.1),
        "salt_wet": Material("plain", (0.20, 0.185, 0.165), gloss=0.15, grime=0.4),
    }
)


def material_of(value: Any, otherwise: str) -> Material:
    """Return a material: by name, or as a mapping `{like: name, color: [...], ...}`.

    Raises:
        ValueError: there is no such material, or a field of it is not one.
    """
    if value is None:
        value = otherwise
    if isinstance(value, str):
        if value not in PALETTE:
            raise ValueError(f"no material `{value}`")
        return PALETTE[value]
    if not isinstance(value, Mapping):
        raise ValueError(f"a material is a name or a mapping, not {value!r}")  # noqa: TRY004
    fields = dict(cast("Mapping[str, Any]", value))
    base = material_of(fields.pop("like", otherwise), otherwise)
    try:
        merged = {**structs.asdict(base), **fields}
        return msgspec.convert(merged, Material)
    except msgspec.ValidationError as error:
        raise ValueError(f"material: {error}") from None


def lettered(
    like: str | Material,
    words: str,
    scale: float,
    lift: float = 0.0,
    *,
    color: Color | None = None,
    ink: Color = INK,
) -> Material:
    """Return a material with words on it.

    Args:
        like: the material, or its name in the palette.
        words: lines parted by `|`.
        scale: height of a letter in meters.
        lift: height in meters around which the lines stand.
        color: of the plate; the material's own unless given.
        ink: of the letters.

    Raises:
        ValueError: there is no such material.
    """
    base = material_of(like, like) if isinstance(like, str) else like
    return structs.replace(
        base,
        pattern="lettering",
        words=words,
        scale=scale,
        lift=lift,
        color=color or base.color,
        other=ink,
    )
