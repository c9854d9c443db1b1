namespace Minima.Tabular;

/// <summary>The best outputs of a loss over a batch that are the same for every row.</summary>
internal static class BatchConstants
{
    private static readonly MinimizerOptions Options = new() { MaximumIterations = 200 };

    /// <summary>The outputs, then what is learned beside them.</summary>
    /// <param name="loss">Over the rows.</param>
    /// <param name="rows">How many.</param>
    /// <param name="outputs">Of each row.</param>
    /// <param name="cancellation">Asked before every evaluation.</param>
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

    /// <summary>The best values of what a loss learns beside some outputs.</summary>
    /// <param name="loss">Over the rows.</param>
    /// <param name="outputs">Of the rows, row after row.</param>
    /// <param name="start">Where the search begins.</param>
    /// <param name="cancellation">Asked before every evaluation.</param>
    public static double[] Beside(BatchLoss loss, double[] outputs, double[] start, CancellationToken cancellation) =>
        Minimizer.Minimize((parameters, gradient) => loss.Evaluate(outputs, parameters, [], gradient), start, Options, cancellation).Parameters;

    /// <summary>The same outputs for every row.</summary>
    public static void Fill(ReadOnlySpan<double> constants, Span<double> outputs)
    {
        for (var i = 0; i < outputs.Length; i++) outputs[i] = constants[i % constants.Length];
    }
}
