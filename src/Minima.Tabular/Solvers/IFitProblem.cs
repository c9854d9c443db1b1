namespace Minima.Tabular;

/// <summary>A loss on the training rows of one split, as an objective in the parameters of a linear model.</summary>
internal interface IFitProblem
{
    /// <summary>The constant prediction.</summary>
    double[] Start { get; }

    /// <summary>The number of parameters, from the first, that are weights of features.</summary>
    int Weights { get; }

    MinimizerResult Minimize(double l2, ReadOnlySpan<double> start, MinimizerOptions options, CancellationToken cancellation);

    /// <summary>A start from another loss's parameters.</summary>
    double[] StartFrom(double[] weights);

    /// <summary>The mean loss on the held-out rows.</summary>
    double HeldOut(ReadOnlySpan<double> parameters);

    /// <summary>The loss of each held-out row.</summary>
    double[] HeldOutTerms(ReadOnlySpan<double> parameters);

    /// <summary>The model's output on the held-out rows: one number for each row, or one for each row and class.</summary>
    double[] TestOutput(ReadOnlySpan<double> parameters);
}
