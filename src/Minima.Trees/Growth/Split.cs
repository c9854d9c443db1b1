namespace Minima.Trees;

/// <summary>The set of codes that go left: 256 bits.</summary>
internal readonly record struct CodeSet(ulong A, ulong B, ulong C, ulong D)
{
    public bool Has(int code) => (Word(code >> 6) >> (code & 63) & 1) != 0;

    public CodeSet With(int code)
    {
        var bit = 1UL << (code & 63);
        return (code >> 6) switch { 0 => this with { A = A | bit }, 1 => this with { B = B | bit }, 2 => this with { C = C | bit }, _ => this with { D = D | bit } };
    }

    private ulong Word(int index) => index switch { 0 => A, 1 => B, 2 => C, _ => D };
}

/// <summary>Sums of a node or of one side of a split: scaled integers, and rows if they are counted.</summary>
internal readonly record struct Sums(long Slope, long Curvature, long Rows)
{
    public static Sums operator +(Sums a, Sums b) => new(a.Slope + b.Slope, a.Curvature + b.Curvature, a.Rows + b.Rows);

    public static Sums operator -(Sums a, Sums b) => new(a.Slope - b.Slope, a.Curvature - b.Curvature, a.Rows - b.Rows);
}

/// <summary>A split of a node.</summary>
internal readonly record struct Split
{
    public static readonly Split None = new() { Column = -1 };

    public int Column { get; init; }

    /// <summary>Bins up to this one go left; -1 if <see cref="Set"/> holds the codes.</summary>
    public int Bin { get; init; }

    public CodeSet Set { get; init; }

    public bool MissingLeft { get; init; }

    /// <summary>Twice the decrease of the objective, less <see cref="Chance"/>: the criterion that compares splits.</summary>
    public double Gain { get; init; }

    /// <summary>The gain by chance of the best set of this many categories, if they do not differ.</summary>
    public double Chance { get; init; }

    public Sums Left { get; init; }

    public Sums Right { get; init; }

    public double LeftValue { get; init; }

    public double RightValue { get; init; }

    public bool GoesLeft(int code, ColumnBins bins) => code == bins.Missing ? MissingLeft : Bin >= 0 ? code <= Bin : Set.Has(code);

    /// <summary>Compares by gain. Ties go to the first column, so that the distribution of columns over threads does not matter.</summary>
    public bool Beats(in Split other) => Gain > other.Gain || (Gain == other.Gain && Column >= 0 && other.Column >= 0 && Column < other.Column);
}
