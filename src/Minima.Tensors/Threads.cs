namespace Minima.Tensors;

/// <summary>The number of threads of the training system.</summary>
public static class Threads
{
    /// <summary>The most threads that work at once, the calling one included; one per core by default. Results are bit-identical for every number.</summary>
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
