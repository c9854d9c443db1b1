using Minima.Training;

namespace Minima.Tabular;

/// <summary>The architecture of a network: hidden layers, each followed by an activation, and the outputs for the target.</summary>
internal sealed record NetworkPlan
{
    public required int Inputs { get; init; }

    public required IReadOnlyList<int> Hidden { get; init; }

    public required int Outputs { get; init; }

    public required string Activation { get; init; }

    public double Dropout { get; init; }

    public string Normalise { get; init; } = Networks.NoNorm;

    /// <summary>Double if the target's numbers need it.</summary>
    public ElementType Type { get; init; } = ElementType.Single;

    /// <summary>The units of the outputs of the last layer; empty for raw outputs.</summary>
    public IReadOnlyList<OutputUnit> Units { get; init; } = [];

    /// <summary>The initial outputs of the last layer; empty for 0.</summary>
    public IReadOnlyList<double> Start { get; init; } = [];

    /// <summary>The number of groups of outputs, each with its own last layer.</summary>
    public int Heads { get; init; } = 1;

    /// <summary><c>23-64-64-1</c>.</summary>
    public override string ToString() => string.Join('-', Hidden.Prepend(Inputs).Append(Outputs));
}
