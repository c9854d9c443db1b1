namespace Minima.Tensors;

/// <summary>How many threads the training system works on.</summary>
public static class Threads
{
    /// <summary>At most so many, the calling one included; the bits of results do not depend on it. One per core unless set.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Set below 1.</exception>
    public static int Most
    {
        get;
        set
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            field = value;
        }
    } = Environment.ProcessorCount;
}
