using System.Text;

namespace Minima.Cli.Explain;

/// <summary>A canvas of dots drawn with characters: Braille, two by four dots per character, or one ASCII mark per character.</summary>
internal sealed class Canvas(int columns, int rows, bool ascii)
{
    private const int DotsWide = 2;
    private const int DotsHigh = 4;

    private static readonly int[,] Braille = { { 0x01, 0x08 }, { 0x02, 0x10 }, { 0x04, 0x20 }, { 0x40, 0x80 } };

    private readonly int[,] _cells = new int[rows, columns];

    /// <summary>The number of dot columns in the given number of characters.</summary>
    public static int Dots(int columns, bool ascii) => ascii ? columns : columns * DotsWide;

    public int Width => Dots(columns, ascii);

    public int Height => ascii ? rows : rows * DotsHigh;

    /// <summary>Sets a dot, or in ASCII the mark; every other mark replaces '.'. Positions outside are ignored.</summary>
    public void Set(int x, int y, char mark)
    {
        if (x < 0 || x >= Width || y < 0 || y >= Height)
        {
            return;
        }

        if (ascii)
        {
            _cells[y, x] = mark == '.' && _cells[y, x] != 0 ? _cells[y, x] : mark;
        }
        else
        {
            _cells[y / DotsHigh, x / DotsWide] |= Braille[y % DotsHigh, x % DotsWide];
        }
    }

    /// <summary>The characters of a row.</summary>
    public string Row(int row)
    {
        var text = new StringBuilder(columns);
        for (var column = 0; column < columns; column++)
        {
            text.Append(ascii ? _cells[row, column] == 0 ? ' ' : (char)_cells[row, column] : (char)(0x2800 + _cells[row, column]));
        }

        return text.ToString();
    }

    /// <summary>All rows, without trailing empty characters.</summary>
    public IEnumerable<string> Lines() => Enumerable.Range(0, rows).Select(row => Row(row).TrimEnd(' ', '\u2800'));
}
