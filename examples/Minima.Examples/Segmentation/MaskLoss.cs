using Minima.Tensors;
using Minima.Training;

namespace Minima.Examples.Segmentation;

/// <summary>A loss that a network of one output channel is trained with, and what it reads of that channel.</summary>
/// <param name="Name">In tables.</param>
/// <param name="Reads">Logits, or probabilities, for which a sigmoid stands behind the network.</param>
/// <param name="Terms">The loss, with others beside it where it does not stand alone.</param>
internal sealed record MaskLoss(string Name, MaskOutput Reads, IReadOnlyList<LossTerm> Terms)
{
    /// <summary>What the first half of the epochs is trained with, where that is another loss; it reads the same output.</summary>
    public IReadOnlyList<LossTerm>? Before { get; init; }

    public static IReadOnlyList<MaskLoss> All { get; } =
    [
        Alone("bce_with_logits", MaskOutput.Logit),
        Alone("sigmoid_focal", MaskOutput.Logit),
        Alone("lovasz_hinge", MaskOutput.Logit),
        Alone("lovasz_hinge", MaskOutput.Logit) with { Name = "bce, then lovasz", Before = [new LossTerm("bce", Create("bce_with_logits"))] },
        Alone("dice"),
        Alone("tversky", parameters: [("alpha", 0.3), ("beta", 0.7)]),
        Alone("focal_tversky", parameters: [("alpha", 0.3), ("beta", 0.7)]),
        Alone("unified_focal", MaskOutput.BothProbabilities, target: 2),
        new("dice + 0.01 boundary", MaskOutput.Probability, [new LossTerm("dice", Create("dice")), new LossTerm("boundary", Create("boundary")) { Weight = 0.01, Target = 1 }]),
    ];

    private static MaskLoss Alone(string key, MaskOutput reads = MaskOutput.Probability, int target = 0, params (string Name, object? Value)[] parameters) =>
        new(key, reads, [new LossTerm(key, Create(key, parameters)) { Target = target }]);

    private static Loss Create(string key, params (string Name, object? Value)[] parameters)
    {
        TensorCatalogue.Join();
        return Loss.Create(key, parameters);
    }
}
