namespace Minima.Tensors.Streams;

/// <summary>A summary of neighbouring items of a stream.</summary>
/// <param name="Count">Their number.</param>
/// <param name="Mean">Their mean.</param>
/// <param name="Squares">The sum of their squared deviations from it.</param>
public readonly record struct Bucket(long Count, double Mean, double Squares)
{
    /// <summary>Merges two buckets without subtracting sums of squares.</summary>
    public Bucket With(Bucket other)
    {
        if (Count == 0) return other;
        if (other.Count == 0) return this;
        var count = Count + other.Count;
        var apart = other.Mean - Mean;
        return new Bucket(count, Mean + (apart * other.Count / count), Squares + other.Squares + (apart * apart * Count / count * other.Count));
    }
}
