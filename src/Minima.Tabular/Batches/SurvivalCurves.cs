namespace Minima.Tabular;

/// <summary>
/// From the outputs of a model to survival curves: under a common hazard where outputs are relative risks; else minus the logarithm of the
/// chance to be without the event is the loss itself of a row that was last seen at the time.
/// </summary>
/// <param name="plan">How the loss was trained.</param>
/// <param name="loss">With what was learned.</param>
/// <param name="learned">The learned inputs, in the order of the loss.</param>
/// <param name="basis">Units, intervals, the common hazard.</param>
internal sealed class SurvivalCurves(BatchPlan plan, Loss loss, IReadOnlyList<double> learned, SurvivalBasis basis)
{
    /// <summary>For each row the probability of being without the event at each time, row after row.</summary>
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

    /// <summary>For each row the probability of being without the event at a time of its own.</summary>
    public Func<double[], double[]> OfOwnTimes(double[] outputs, int rows)
    {
        if (plan.Reading == OutputReading.RelativeRisk) return times => [.. times.Select((time, row) => Math.Exp(-(basis.HazardAt(time) * Math.Exp(outputs[row]))))];
        if (!plan.HasIntervals) return times => Array.ConvertAll(Hazards(outputs, rows, Array.ConvertAll(times, time => time / basis.Unit), 0), hazard => Math.Exp(-hazard));
        var ends = basis.Cuts.Select((cut, interval) => Hazards(outputs, rows, [.. Enumerable.Repeat(cut, rows)], interval)).ToArray();
        return times => [.. times.Select((time, row) => Math.Exp(-Between(ends, row, time / basis.Unit)))];
    }

    /// <summary>
    /// One number for each row that is higher the sooner the event is expected: the output itself, with its sign turned where a higher one means
    /// a later event; of several outputs the share of the time up to a horizon that is expected after the event.
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

    /// <summary>Between the ends of intervals the hazard is constant; behind the last nothing is known to happen.</summary>
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

    /// <summary>The loss of each row as if it was last seen at its time, at the end of an interval.</summary>
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
