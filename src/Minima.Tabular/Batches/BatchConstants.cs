namespace Minima.Tabular;

/// <summary>The best outputs of a loss over a batch if every row has the same.</summary>
internal static class BatchConstants
{
    private static readonly MinimizerOptions Options = new() { MaximumIterations = 200 };

    /// <summary>The outputs, followed by the learned numbers.</summary>
    /// <param name="loss">The loss over the rows.</param>
    /// <param name="rows">The number of rows.</param>
    /// <param name="outputs">The number of outputs of each row.</param>
    /// <param name="cancellation">Checked before every evaluation.</param>
    public static double[] Of(BatchLoss loss, int rows, int outputs, CancellationToken cancellation)
    {
        var every = new double[rows * outputs];
        var slopes = new double[every.Length];
        return Minimizer.Minimize(ValueAndGradient, new double[outputs + loss.Learned], Options, cancellation).Parameters;

        double ValueAndGradient(ReadOnlySpan<double> parameters, Span<double> gradient)
        {
            Fill(parameters[..outputs], every);
            var value = loss.Evaluate(every, parameters[outputs..], slopes, gradient[outputs..]);
            gradient[..outputs].Clear();
            for (var i = 0; i < slopes.Length; i++) gradient[i % outputs] += slopes[i];
            return value;
        }
    }

    /// <summary>The best values of the learned numbers of a loss, given the outputs.</summary>
    /// <param name="loss">The loss over the rows.</param>
    /// <param name="outputs">The outputs, row after row.</param>
    /// <param name="start">The start of the search.</param>
    /// <param name="cancellation">Checked before every evaluation.</param>
    public static double[] Beside(BatchLoss loss, double[] outputs, double[] start, CancellationToken cancellation) =>
        Minimizer.Minimize((parameters, gradient) => loss.Evaluate(outputs, parameters, [], gradient), start, Options, cancellation).Parameters;

    /// <summary>Writes the same outputs for every row.</summary>
    public static void Fill(ReadOnlySpan<double> constants, Span<double> outputs)
    {
        for (var i = 0; i < outputs.Length; i++) outputs[i] = constants[i % constants.Length];
    }
}
