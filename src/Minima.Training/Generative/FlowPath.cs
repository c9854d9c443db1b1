namespace Minima.Training.Generative;

/// <summary>The straight path from noise to data whose velocity flow matching learns.</summary>
/// <remarks>Source: Lipman et al. 2023, ICLR, arXiv:2210.02747; Liu, Gong and Liu 2023, ICLR, arXiv:2209.03003.</remarks>
/// <example><code>
/// var times = FlowPath.DrawTimes(data.Shape[0], random);
/// var loss = new FlowMatching().Apply(model(FlowPath.At(noise, data, times), times), noise, data);
/// </code></example>
public static class FlowPath
{
    /// <summary>Draws a time for each item, uniform between 0 and 1.</summary>
    public static double[] DrawTimes(int items, RandomState random)
    {
        ArgumentNullException.ThrowIfNull(random);
        var times = new double[items];
        for (var i = 0; i < items; i++) times[i] = random.NextDouble();
        return times;
    }

    /// <summary>(1 - t) noise + t data, with a time for each item.</summary>
    /// <param name="noise">The start of the path.</param>
    /// <param name="data">The end of the path, in the same shape.</param>
    /// <param name="times">One for each item.</param>
    /// <exception cref="TrainingException">Another number of times than items.</exception>
    public static Tensor At(Tensor noise, Tensor data, IReadOnlyList<double> times) =>
        noise + (Rows.Across(times, time => time, data) * (data - noise));
}
