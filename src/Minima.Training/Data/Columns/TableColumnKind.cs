namespace Minima.Training.Data;

/// <summary>The kind of a column, found from its cells.</summary>
internal enum TableColumnKind
{
    /// <summary>Numbers.</summary>
    Number,

    /// <summary>Texts with few distinct ones.</summary>
    Category,

    /// <summary>Dates, with or without a time of day.</summary>
    Date,

    /// <summary>Nothing that a linear model can use; the reason is reported.</summary>
    Dropped,
}
