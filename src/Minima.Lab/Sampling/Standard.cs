namespace Minima.Lab.Sampling;

/// <summary>Scales values to mean 0 and standard deviation 1 over all of the data together, as models of noise require, and back.</summary>
internal readonly record struct Standard(double Centre, double Spread)
{
    public static Standard Of(double[] values)
    {
        var centre = values.Average();
        return new(centre, Math.Sqrt(values.Average(value => (value - centre) * (value - centre))));
    }

    public Tensor In(Tensor items) => (items - Centre) / Spread;

    public Tensor Out(Tensor items) => (items * Spread) + Centre;
}
