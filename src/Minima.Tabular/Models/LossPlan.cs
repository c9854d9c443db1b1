using Minima.Training;

namespace Minima.Tabular;

/// <summary>The loss of a training, and how targets and predictions are brought to it.</summary>
internal sealed record LossPlan
{
    public required LossEntry Entry { get; init; }

    /// <summary>Two classes are -1 and +1 to the loss.</summary>
    public bool MarginLabels { get; init; }

    /// <summary>The target is a row with a 1 at its class.</summary>
    public bool OneHot { get; init; }

    /// <summary>Grades are classes to the loss.</summary>
    public bool AsClasses { get; init; }

    /// <summary>What raw predictions stand for.</summary>
    public PredictionLink Link { get; init; }

    /// <summary>For each target of numbers its own; one for all else.</summary>
    public required IReadOnlyList<TargetLoss> Targets { get; init; }

    /// <summary>How many outputs the network has for each target: the prediction, and further inputs of the loss.</summary>
    public int OutputsEach => 1 + Targets[0].Further.Count;

    /// <summary>As people call it.</summary>
    public string Name => Entry.IsText ? Entry.Formula : Entry.Key;

    /// <summary>What the objective is divided by to be the loss in its own units.</summary>
    public double Weight => Targets.Count == 1 ? Targets[0].Weight : 1;

    /// <summary>The sum that is minimised; of several targets the mean of their losses, each in units of its own scale.</summary>
    public Objective ToObjective(IReadOnlyList<string> targets) => Targets.Count == 1
        ? new Objective([new LossTerm("loss", Targets[0].Loss) { Weight = Targets[0].Weight }])
        : new Objective([.. Targets.Select((target, k) => new LossTerm(targets[k], target.Loss) { Weight = target.Weight / Targets.Count, OutputStart = k * OutputsEach, OutputCount = OutputsEach, Target = k })], TermWeights.AsGiven);
}
