namespace Minima.Trees;

/// <summary>The order in which nodes are split.</summary>
public enum Growth
{
    /// <summary>All nodes of a depth together.</summary>
    DepthWise,

    /// <summary>The leaf with the largest gain first, up to a number of leaves.</summary>
    LeafWise,
}

/// <summary>The engine that grows trees.</summary>
public enum BoostEngine
{
    /// <summary>Minima's engine. Models are bit-identical at any number of threads.</summary>
    Minima,

    /// <summary>XGBoost's library, if it is installed. Minima computes the start, gradients, curvatures and leaf values. Models are bit-identical at any number of threads and processes (<see cref="BoostOptions.Collective"/>).</summary>
    XGBoost,
}

/// <summary>Options of boosting. All but <see cref="Threads"/>, <see cref="Collective"/>, <see cref="Memory"/> and <see cref="Scratch"/> change the model.</summary>
public sealed record BoostOptions
{
    private const int UsualRows = 20;
    private const int UsualClearRows = 5;
    private const double UsualRowShare = 0.8;
    private const int FewRows = 100;
    private const int ManyRows = 100_000;

    /// <summary>The engine that grows the trees.</summary>
    public BoostEngine Engine { get; init; }

    /// <summary>The number of trees for each output.</summary>
    public int Rounds { get; init; } = 100;

    /// <summary>The fraction of a leaf's value that a round adds. If a loss depends only on the differences of K class scores, each score takes (K - 1)/K of it: two classes then move apart as far as a single score moves.</summary>
    public double Rate { get; init; } = 0.1;

    public Growth Growth { get; init; }

    /// <summary>The maximum number of splits from the root to a leaf. <see cref="Leaves"/> limits leaf-wise growth too.</summary>
    public int Depth { get; init; } = 6;

    /// <summary>The maximum number of leaves of a tree that grows leaf-wise.</summary>
    public int Leaves { get; init; } = 31;

    /// <summary>The maximum number of bins of a column; one of them is for missing values.</summary>
    public int Bins { get; init; } = ColumnBins.Codes;

    /// <summary>The penalty on squared leaf values.</summary>
    public double L2 { get; init; }

    /// <summary>The minimum sum of curvatures on each side of a split.</summary>
    public double MinCurvature { get; init; }

    /// <summary>The minimum number of rows on each side of a split, except for splits with a clear gain (<see cref="ClearRows"/>). XGBoost counts no rows; only <see cref="MinCurvature"/> limits its splits.</summary>
    public int MinRows { get; init; } = UsualRows;

    /// <summary>The minimum number of rows on a side if the gain is clear: more than 20 times the gain of one free parameter on pure noise. Their curvature must also be that of as many average rows. Null for 5 if <see cref="MinRows"/> has its default, and for no exception otherwise.</summary>
    public int? ClearRows { get; init; }

    /// <summary>The minimum number of rows on a side of any split.</summary>
    public int LeastRows => Math.Min(MinRows, ClearRows ?? (MinRows == UsualRows ? UsualClearRows : MinRows));

    /// <summary>The minimum gain of a split. A gain is twice the decrease of the objective.</summary>
    public double MinGain { get; init; }

    /// <summary>The fraction of the rows that each round draws; 1 for all of them. Null for 0.8, and for all rows of a table of fewer than 100 or more than 100 000.</summary>
    public double? RowShare { get; init; }

    /// <summary>The fraction of the columns that each round draws.</summary>
    public double ColumnShare { get; init; } = 1;

    /// <summary>Columns with at most this many categories are split one category against the others; larger ones by sets in the order of gradient over curvature. Minima's engine counts the categories in the node.</summary>
    public int OneHot { get; init; } = 4;

    /// <summary>By column: +1 if predictions may only rise with it, -1 if they may only fall, 0 for both.</summary>
    public IReadOnlyDictionary<string, int> Monotone { get; init; } = new Dictionary<string, int>(StringComparer.Ordinal);

    /// <summary>Sets of columns that may appear on one path; empty if all may.</summary>
    public IReadOnlyList<IReadOnlyList<string>> Interactions { get; init; } = [];

    /// <summary>The fraction of the rows, or of their groups, that is held out if the table does not mark held-out rows itself.</summary>
    public double HeldOut { get; init; }

    /// <summary>Boosting stops after this many rounds without a better held-out loss, and keeps the best round; 0 for never.</summary>
    public int EarlyStop { get; init; }

    /// <summary>With early stopping and a non-convex function of the residual, boosting also tries the squared and the absolute residual, and the loss after the better of these. The held-out rows choose. It does so only if <see cref="Curvature"/> and <see cref="Window"/> are null. False if rounds are counted for another fit that learns the loss alone.</summary>
    public bool TriesConvexLosses { get; init; } = true;

    /// <summary>The curvature that splits divide by; null chooses it from the proved properties of the loss.</summary>
    public Curvature? Curvature { get; init; }

    /// <summary>Half the width of the window over which splits average the gradient of the loss, in units of the median absolute residual before the first round; 0 for the gradient itself. With a window, leaf values are searched from several places. Null for 1 if the loss is a function of the residual that is proved not to be convex, and otherwise for 0.</summary>
    public double? Window { get; init; }

    /// <summary>Refits leaf values by a line search of the loss over the leaf's rows.</summary>
    public bool Refit { get; init; } = true;

    public ulong Seed { get; init; }

    /// <summary>The number of threads; 0 for one per core. Models are bit-identical at any number.</summary>
    public int Threads { get; init; }

    /// <summary>The processes that boost together, each on its own rows, with <see cref="BoostEngine.XGBoost"/>; null for this process alone. The model stays bit-identical.</summary>
    public Collective? Collective { get; init; }

    /// <summary>The maximum number of bytes of a fit beside the table. If it needs more, codes, scores and gradients of the rows go to a temporary file. The model stays bit-identical. Null for no limit.</summary>
    public long? Memory { get; init; }

    /// <summary>The folder of the temporary file; null for the system's temporary folder.</summary>
    public string? Scratch { get; init; }

    /// <summary>The fraction of the rows of a table that each round draws.</summary>
    /// <param name="rows">The rows of the table, held-out rows included.</param>
    public double RowShareOf(int rows) => RowShare ?? (rows is < FewRows or > ManyRows ? 1 : UsualRowShare);

    /// <summary>Throws if an option is out of range.</summary>
    /// <exception cref="BoostException">An option is out of range, and the message gives the range; or several processes boost with another engine than XGBoost.</exception>
    public void Check()
    {
        if (Rounds < 1) throw BadOption(nameof(Rounds), Rounds, "1 or more");
        if (!(Rate > 0 && Rate <= 1)) throw BadOption(nameof(Rate), Rate, "above 0 and at most 1");
        if (Depth is < 1 or > 30) throw BadOption(nameof(Depth), Depth, "1 to 30");
        if (Leaves is < 2 or > 65536) throw BadOption(nameof(Leaves), Leaves, "2 to 65536");
        if (Bins is < 3 or > ColumnBins.Codes) throw BadOption(nameof(Bins), Bins, "3 to 256, one of them for what is missing");
        if (!(L2 >= 0 && double.IsFinite(L2))) throw BadOption(nameof(L2), L2, "0 or more");
        if (!(MinCurvature >= 0 && double.IsFinite(MinCurvature))) throw BadOption(nameof(MinCurvature), MinCurvature, "0 or more");
        if (MinRows < 1) throw BadOption(nameof(MinRows), MinRows, "1 or more");
        if (ClearRows is { } clear and < 1) throw BadOption(nameof(ClearRows), clear, "1 or more");
        if (!(MinGain >= 0 && double.IsFinite(MinGain))) throw BadOption(nameof(MinGain), MinGain, "0 or more");
        if (RowShare is { } share && !(share > 0 && share <= 1)) throw BadOption(nameof(RowShare), share, "above 0 and at most 1");
        if (!(ColumnShare > 0 && ColumnShare <= 1)) throw BadOption(nameof(ColumnShare), ColumnShare, "above 0 and at most 1");
        if (!(HeldOut >= 0 && HeldOut < 1)) throw BadOption(nameof(HeldOut), HeldOut, "0 or more and below 1");
        if (EarlyStop < 0) throw BadOption(nameof(EarlyStop), EarlyStop, "0 or more");
        if (Window is { } window && !(window >= 0 && double.IsFinite(window))) throw BadOption(nameof(Window), window, "0 or more");
        if (Threads < 0) throw BadOption(nameof(Threads), Threads, "0 or more");
        if (Collective is not null && Engine != BoostEngine.XGBoost) throw new BoostException("several processes boost together by XGBoost's library; take its engine.");
    }

    private static BoostException BadOption(string name, double value, string allowed) => new(name, FormattableString.Invariant($"it is {value:R}; it must be {allowed}."));
}
