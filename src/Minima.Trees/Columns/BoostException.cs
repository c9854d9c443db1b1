namespace Minima.Trees;

/// <summary>Boosting does not accept a table or options, or a model cannot be read. The message states the finding and a remedy.</summary>
public sealed class BoostException : ArgumentException
{
    public BoostException()
    {
    }

    public BoostException(string message)
        : base(message)
    {
    }

    public BoostException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <param name="row">The row, as <see cref="TreeData"/> numbers them.</param>
    /// <param name="what">The finding there.</param>
    internal BoostException(int row, string what)
        : base($"row {row}: {what}")
    {
        (Row, What) = (row, what);
    }

    /// <param name="option">A property of <see cref="BoostOptions"/>.</param>
    /// <param name="what">The finding about it.</param>
    internal BoostException(string option, string what)
        : base($"BoostOptions.{option}: {what}")
    {
        (Option, What) = (option, what);
    }

    /// <summary>The property of <see cref="BoostOptions"/> that the message is about; null if it is about none.</summary>
    public string? Option { get; }

    /// <summary>The row that the message is about, as <see cref="TreeData"/> numbers them; null if it is about none.</summary>
    public int? Row { get; }

    /// <summary>The finding: the message without the number of the row or the name of the option; null if the message is about neither.</summary>
    public string? What { get; }
}
