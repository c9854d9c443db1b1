namespace Minima.Tabular;

/// <summary>The value at the parameters; writes the gradient (any subgradient at a kink), overwriting the old content.</summary>
internal delegate double ObjectiveFunction(ReadOnlySpan<double> parameters, Span<double> gradient);
