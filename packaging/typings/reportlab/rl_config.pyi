useA85: int
canvas_basefontname: str
