namespace Minima.Trees;

/// <summary>
/// The scale that turns gradients and curvatures into integers: rounded once, to a multiple of 1 / scale, with at most 2^30 for one row. A sum of 2^31 rows stays
/// below 2^61, so that no sum overflows in any order. A parent less one child is the other child exactly.
/// </summary>
/// <remarks>If rows are counted, one integer holds the count above the curvature; of 2^n rows a curvature then has 62 - 2 n bits, 30 at most.</remarks>
internal readonly record struct Scale(double Slope, double Curvature, int CountShift)
{
    public const int Bits = 30;

    /// <summary>A new scale is chosen if the largest number uses fewer bits.</summary>
    private const int FewestBits = 26;

    /// <summary>The maximum number of rows of a table whose rows are counted: a curvature then has 10 bits.</summary>
    public const int MostCounted = (1 << 26) - 1;

    /// <summary>The shift if rows are not counted.</summary>
    public const int NoCount = 62;

    public int CurvatureBits => CountShift == NoCount ? Bits : Math.Min(Bits, CountShift - (62 - CountShift));

    public bool Counts => CountShift != NoCount;

    public Sums Sums(long slope, long curvature) => new(slope, curvature & ((1L << CountShift) - 1), Counts ? curvature >> CountShift : 0);

    public static Scale For(int rows, bool counts) => new(0, 0, counts ? 62 - Math.Max(1, System.Numerics.BitOperations.Log2((uint)rows) + 1) : NoCount);

    /// <summary>The scale for these largest numbers: this one if it fits and wastes few bits.</summary>
    public Scale Fitting(double slope, double curvature) => this with { Slope = Fit(Slope, slope, Bits), Curvature = Fit(Curvature, curvature, CurvatureBits) };

    private static double Fit(double scale, double largest, int bits)
    {
        if (largest == 0) return scale == 0 ? 1 : scale;
        var power = Math.ILogB(largest) + 1;
        var used = scale == 0 ? int.MaxValue : Math.ILogB(scale) + power;
        return used <= bits && used >= Math.Min(bits, FewestBits) ? scale : Math.ScaleB(1, Math.Clamp(bits - power, -1000, 1000));
    }
}
