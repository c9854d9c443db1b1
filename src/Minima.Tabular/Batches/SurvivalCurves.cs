namespace Minima.Tabular;

/// <summary>
/// Survival curves from the outputs of a model: under a baseline hazard if the outputs are relative risks. Otherwise the loss of a row censored
/// at a time is itself minus the logarithm of the probability of surviving beyond that time.
/// </summary>
/// <param name="plan">The plan by which the loss was trained.</param>
/// <param name="loss">The loss with its learned parameters.</param>
/// <param name="learned">The learned inputs, in the order of the loss.</param>
/// <param name="basis">Units, intervals, the baseline hazard.</param>
internal sealed class SurvivalCurves(BatchPlan plan, Loss loss, IReadOnlyList<double> learned, SurvivalBasis basis)
{
    /// <summary>The probability of each row of being without the event at each time, row after row.</summary>
    public double[] At(double[] outputs, int rows, IReadOnlyList<double> times)
    {
        var (survived, same, own) = (new double[rows * times.Count], new double[rows], OfOwnTimes(outputs, rows));
        for (var k = 0; k < times.Count; k++)
        {
            Array.Fill(same, times[k]);
            var each = own(same);
            for (var row = 0; row < rows; row++) survived[(row * times.Count) + k] = each[row];
        }

        return survived;
    }

    /// <summary>The probability of each row of being without the event at a time of its own.</summary>
    public Func<double[], double[]> OfOwnTimes(double[] outputs, int rows)
    {
        if (plan.Reading == OutputReading.RelativeRisk) return times => [.. times.Select((time, row) => Math.Exp(-(basis.HazardAt(time) * Math.Exp(outputs[row]))))];
        if (!plan.HasIntervals) return times => Array.ConvertAll(Hazards(outputs, rows, Array.ConvertAll(times, time => time / basis.Unit), 0), hazard => Math.Exp(-hazard));
        var ends = basis.Cuts.Select((cut, interval) => Hazards(outputs, rows, [.. Enumerable.Repeat(cut, rows)], interval)).ToArray();
        return times => [.. times.Select((time, row) => Math.Exp(-Between(ends, row, time / basis.Unit)))];
    }

    /// <summary>
    /// One number for each row that is higher the sooner the event is expected. It is the output itself, negated if a higher one means
    /// a later event. For several outputs it is the expected fraction of the time up to a horizon that follows the event.
    /// </summary>
    public double[] Risks(double[] outputs, int rows, double[] times)
    {
        var width = outputs.Length / rows;
        if (width == 1)
        {
            if (plan.Reading == OutputReading.RelativeRisk) return outputs;
            var probe = At([-1, 1], 2, [times[times.Length / 2]]);
            return probe[1] > probe[0] ? Array.ConvertAll(outputs, output => -output) : outputs;
        }

        var survived = At(outputs, rows, times);
        return [.. Enumerable.Range(0, rows).Select(row => 1 - (survived.AsSpan(row * times.Length, times.Length).ToArray().Sum() / times.Length))];
    }

    /// <summary>The cumulative hazard at a time: the hazard is constant between the ends of intervals and 0 after the last.</summary>
    private double Between(double[][] ends, int row, double time)
    {
        var (begins, passed) = (0.0, 0.0);
        for (var k = 0; k < ends.Length; k++)
        {
            if (time <= basis.Cuts[k]) return passed + ((ends[k][row] - passed) * (time - begins) / (basis.Cuts[k] - begins));
            (begins, passed) = (basis.Cuts[k], ends[k][row]);
        }

        return passed;
    }

    /// <summary>The loss of each row as if it were censored at its time, at the end of an interval.</summary>
    private double[] Hazards(double[] outputs, int rows, double[] times, int interval)
    {
        using var none = Autograd.NoGradient();
        using var step = StepScope.Begin();
        Shape column = [rows];
        var next = 0;
        Tensor[] inputs = [.. plan.Roles.Select(role => role switch
        {
            InputRole.Output => Tensor.Of(outputs, plan.HasSeveralOutputs ? [rows, outputs.Length / rows] : column),
            InputRole.Learned => Tensor.Full(column, learned[next++], ElementType.Double),
            InputRole.Event => Tensor.Zeros(column, ElementType.Double),
            InputRole.Interval => Tensor.Of([.. Enumerable.Repeat(interval, rows)], column),
            InputRole.Fraction => Tensor.Ones(column, ElementType.Double),
            InputRole.Beginnings => Tensor.Of([0, .. basis.Cuts], [basis.Cuts.Length + 1]),
            _ => Tensor.Of(times, column),
        })];
        return BatchLoss.Apply(loss, inputs, Reduction.None).ToArray();
    }
}
