using Minima.Tensors.Losses;

namespace Minima.Training.Robustness;

/// <summary>What a classifier minimises so that it withstands attacks: the outer part of min over weights of max over changes.</summary>
/// <param name="Name">In reports.</param>
/// <param name="Loss">Of the model, clean inputs and labels; attacks draw from the generator.</param>
public sealed record RobustObjective(string Name, Func<Module, Tensor, Tensor, RandomState, Tensor> Loss)
{
    /// <summary>Clean inputs only: what the others are held against.</summary>
    public static RobustObjective Standard { get; } = new("standard", static (model, x, y, _) => SoftmaxCrossEntropy.PerRow(model.Forward(x), y).Mean());

    /// <summary>Cross-entropy of attacked inputs: with one step Goodfellow et al. 2015 (arXiv:1412.6572), with several Madry et al. 2018 (arXiv:1706.06083).</summary>
    public static RobustObjective Attacked(GradientAttack attack, string name = "adversarial") => new(name, (model, x, y, random) =>
        SoftmaxCrossEntropy.PerRow(model.Forward(Predicting(model, forward => attack.Of(forward, x, y, random))), y).Mean());

    /// <summary>Cross-entropy of clean inputs, and the divergence of the attacked prediction, which is what the attack raises: Zhang et al. 2019, arXiv:1901.08573.</summary>
    /// <remarks>The search starts anywhere in the ball, as the attack says; the authors' code starts at 0.001 normal noise, as the divergence has no slope at the clean input.</remarks>
    public static RobustObjective Trades(GradientAttack attack, double beta = 6) => new("TRADES", (model, x, y, random) =>
    {
        var attacked = Predicting(model, forward => (attack with { Loss = AttackLoss.DivergenceFrom(Said(forward, x)) }).Of(forward, x, y, random));
        return new Trades(beta).Apply(model.Forward(x), model.Forward(attacked), y);
    });

    /// <summary>Cross-entropy of attacked inputs with the runner-up pushed down, and a divergence that counts most where the clean input is wrong: Wang et al. 2020.</summary>
    public static RobustObjective Mart(GradientAttack attack, double lambda = 5) => new("MART", (model, x, y, random) =>
    {
        var attacked = Predicting(model, forward => attack.Of(forward, x, y, random));
        return new Mart(lambda).Apply(model.Forward(x), model.Forward(attacked), y);
    });

    /// <summary>Cross-entropy of clean inputs, and the divergence under the small change that moves the prediction most: Miyato et al. 2018, arXiv:1704.03976.</summary>
    public static RobustObjective Virtual(VirtualAdversary adversary, double weight = 1) => new("VAT", (model, x, y, random) =>
    {
        var moved = Predicting(model, forward => adversary.Of(forward, x, random));
        var said = model.Forward(x);
        return SoftmaxCrossEntropy.PerRow(said, y).Mean() + (weight * new VirtualAdversarial().Apply(model.Forward(moved), said.Detach()));
    });

    /// <summary>An attack is on the model as it predicts: without dropout, with the running statistics of batch normalisation.</summary>
    private static Tensor Predicting(Module model, Func<Func<Tensor, Tensor>, Tensor> search)
    {
        var isTraining = model.IsTraining;
        model.Train(training: false);
        try
        {
            return search(model.Forward);
        }
        finally
        {
            model.Train(isTraining);
        }
    }

    private static Tensor Said(Func<Tensor, Tensor> forward, Tensor x)
    {
        using var silence = Autograd.NoGradient();
        return forward(x);
    }
}
