using System.Globalization;

namespace Minima.Tabular;

/// <summary>Tables with too many cells for memory: every row is read, and an even sample of them is kept for fits.</summary>
internal static class LargeTable
{
    /// <summary>The largest number of cells of a table that is kept whole.</summary>
    public const int MostCells = 50_000_000;

    /// <summary>The number of rows to draw, unless more are requested or they have too many columns.</summary>
    public const int UsualRows = 200_000;

    /// <summary>The bytes of the columns that stay in memory during reading; enough for a table that is kept whole.</summary>
    private const long Memory = 12L * MostCells;

    /// <summary>The store of the columns during reading; the part that exceeds memory is in a temporary file.</summary>
    /// <param name="folder">The folder of the file; null for the system's.</param>
    public static SpillStore Store(string? folder = null) => new(Memory, folder ?? Path.GetTempPath()) { CountsTextsInMemory = true };

    /// <summary>The rows that are kept, as indexes among the usable ones; null if all are.</summary>
    /// <param name="rows">The rows that were read.</param>
    /// <param name="columns">The number of columns.</param>
    /// <param name="used">The number of usable rows.</param>
    /// <param name="draw">The requested draw.</param>
    public static int[]? Draw(int rows, int columns, int used, RowDraw draw) => (long)rows * columns <= MostCells
        ? null
        : RowSampling.Of(used, Math.Min(Math.Max(UsualRows, draw.Rows ?? 0), MostCells / columns), draw.Seed);

    /// <summary>The note about a drawn sample.</summary>
    public static string Sentence(int rows, int drawn, RowDraw draw) =>
        $"{Grouped(rows)} rows were read; {Grouped(drawn)} of them, drawn evenly from all (seed {draw.Seed}), are used for the fits.";

    /// <summary>The note about a sample drawn in a source.</summary>
    public static Localized Drawn(long rows, int drawn, ulong seed) => new(
        $"{Grouped(rows)} rows of the source have a target; {Grouped(drawn)} of them, drawn evenly by a hash (seed {seed}), were read and are used.",
        $"数据源中有 {Grouped(rows)} 行有目标值；读取并使用其中 {Grouped(drawn)} 行，由散列值均匀抽取（种子 {seed}）。");

    private static string Grouped(long number) => number.ToString("N0", CultureInfo.InvariantCulture).Replace(',', ' ');
}
