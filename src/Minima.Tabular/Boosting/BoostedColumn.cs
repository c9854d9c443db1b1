namespace Minima.Tabular;

/// <summary>The kinds of columns that trees are boosted on.</summary>
public enum BoostedColumnKind
{
    /// <summary>Numbers, split in their order.</summary>
    Number,

    /// <summary>Dates, as days since 1970-01-01.</summary>
    Date,

    /// <summary>Texts, split by subsets.</summary>
    Category,

    /// <summary>Categories stored in the table as numeric codes, as models of XGBoost read them.</summary>
    Code,
}

/// <summary>A column that trees were boosted on. Missing values stay missing in all of them.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Kind">Its kind.</param>
/// <param name="Levels">The texts of a category in the order of their codes; empty for other kinds.</param>
public sealed record BoostedColumn(string Name, BoostedColumnKind Kind, IReadOnlyList<string> Levels)
{
    /// <summary>The percent sign or the currency that was written with its numbers.</summary>
    internal string? Mark { get; init; }

    internal bool IsCategory => Kind is BoostedColumnKind.Category or BoostedColumnKind.Code;
}

/// <summary>The importance of a column in boosted trees.</summary>
/// <param name="Column">Its name.</param>
/// <param name="Share">Its fraction of the gain of all splits.</param>
public sealed record ColumnGain(string Column, double Share);
