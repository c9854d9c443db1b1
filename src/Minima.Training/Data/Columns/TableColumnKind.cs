namespace Minima.Training.Data;

/// <summary>What the cells of a column turned out to be.</summary>
internal enum TableColumnKind
{
    /// <summary>Numbers.</summary>
    Number,

    /// <summary>Texts of which there are few different ones.</summary>
    Category,

    /// <summary>Dates, with or without a time of day.</summary>
    Date,

    /// <summary>Nothing that a linear model can use; the reason is told.</summary>
    Dropped,
}
