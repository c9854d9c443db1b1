namespace Minima.Trees;

/// <summary>A table or options that trees cannot be boosted with, or a model that cannot be read: what was found and what to do.</summary>
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
}
