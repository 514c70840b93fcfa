"""One way to write a table of facts: a comment line, then tab separated rows in UTF-8."""


def write(path, comment, rows):
    with open(path, "w", encoding="utf-8", newline="\n") as out:
        print("#", comment, file=out)
        for row in rows:
            for cell in row:
                if any(ord(c) < 32 or ord(c) == 127 for c in cell):
                    raise ValueError(f"{path}: a control character in {row}")
            if row[0].startswith("#"):
                raise ValueError(f"{path}: the row {row} would read as a comment")
            print("\t".join(row), file=out)


def flag(value):
    return "1" if value else "0"


def byte_order(text):
    return text.encode("utf-8")
