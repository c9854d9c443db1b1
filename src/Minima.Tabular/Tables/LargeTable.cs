using System.Globalization;

namespace Minima.Tabular;

/// <summary>Tables of more cells than memory should hold: every row is read, some of them, drawn evenly from all, are kept for fits.</summary>
internal static class LargeTable
{
    /// <summary>A table of so many cells is kept whole.</summary>
    public const int MostCells = 50_000_000;

    /// <summary>So many rows are drawn, unless more are asked for or they have too many columns.</summary>
    public const int UsualRows = 200_000;

    /// <summary>So much of the columns stays in memory while they are read: a table that is kept whole does.</summary>
    private const long Memory = 12L * MostCells;

    /// <summary>Where the columns are while they are read; what memory does not hold lies in a temporary file.</summary>
    /// <param name="folder">The folder of the file; null for the system's.</param>
    public static SpillStore Store(string? folder = null) => new(Memory, folder ?? Path.GetTempPath()) { CountsTextsInMemory = true };

    /// <summary>The rows that are kept, as places among those that can be used; null where all are.</summary>
    /// <param name="rows">The rows that were read.</param>
    /// <param name="columns">The columns of each.</param>
    /// <param name="used">How many rows can be used.</param>
    /// <param name="draw">What was asked for.</param>
    public static int[]? Draw(int rows, int columns, int used, RowDraw draw) => (long)rows * columns <= MostCells
        ? null
        : RowSampling.Of(used, Math.Min(Math.Max(UsualRows, draw.Rows ?? 0), MostCells / columns), draw.Seed);

    /// <summary>Says so.</summary>
    public static string Sentence(int rows, int drawn, RowDraw draw) =>
        $"{Grouped(rows)} rows were read; {Grouped(drawn)} of them, drawn evenly from all (seed {draw.Seed}), are used for the fits.";

    /// <summary>Says so of rows that were drawn where they are.</summary>
    public static Localized Drawn(long rows, int drawn, ulong seed) => new(
        $"{Grouped(rows)} rows of the source have a target; {Grouped(drawn)} of them, drawn evenly by a hash (seed {seed}), were read and are used.",
        $"数据源中有 {Grouped(rows)} 行有目标值；读取并使用其中 {Grouped(drawn)} 行，由散列值均匀抽取（种子 {seed}）。");

    private static string Grouped(long number) => number.ToString("N0", CultureInfo.InvariantCulture).Replace(',', ' ');
}
