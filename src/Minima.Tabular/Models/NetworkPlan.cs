using Minima.Training;

namespace Minima.Tabular;

/// <summary>How a network is to be built: layers of units, each behind an activation, and the units of the target at the end.</summary>
internal sealed record NetworkPlan
{
    public required int Inputs { get; init; }

    public required IReadOnlyList<int> Hidden { get; init; }

    public required int Outputs { get; init; }

    public required string Activation { get; init; }

    public double Dropout { get; init; }

    public string Normalise { get; init; } = Networks.NoNorm;

    /// <summary>Double where the target's numbers need it.</summary>
    public ElementType Type { get; init; } = ElementType.Single;

    /// <summary>What the outputs of the last layer stand for; empty where each stands for itself.</summary>
    public IReadOnlyList<OutputUnit> Units { get; init; } = [];

    /// <summary>What the last layer says before it has learned anything; empty for 0.</summary>
    public IReadOnlyList<double> Start { get; init; } = [];

    /// <summary>The outputs stand in so many groups, each with a last layer of its own.</summary>
    public int Heads { get; init; } = 1;

    /// <summary><c>23-64-64-1</c>.</summary>
    public override string ToString() => string.Join('-', Hidden.Prepend(Inputs).Append(Outputs));
}
