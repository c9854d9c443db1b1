using Minima.Tensors.Losses;

namespace Minima.Training.Robustness;

/// <summary>The loss that trains a classifier to withstand attacks: the outer part of min over weights of max over changes.</summary>
/// <param name="Name">Its name in reports.</param>
/// <param name="Loss">Computes the loss from the model, clean inputs and labels; attacks draw from the generator.</param>
public sealed record RobustObjective(string Name, Func<Module, Tensor, Tensor, RandomState, Tensor> Loss)
{
    /// <summary>Cross-entropy of clean inputs only: the baseline of the others.</summary>
    public static RobustObjective Standard { get; } = new("standard", static (model, x, y, _) => SoftmaxCrossEntropy.PerRow(model.Forward(x), y).Mean());

    /// <summary>Cross-entropy of attacked inputs: with one step Goodfellow et al. 2015 (arXiv:1412.6572), with several Madry et al. 2018 (arXiv:1706.06083).</summary>
    public static RobustObjective Attacked(GradientAttack attack, string name = "adversarial") => new(name, (model, x, y, random) =>
        SoftmaxCrossEntropy.PerRow(model.Forward(Predicting(model, forward => attack.Of(forward, x, y, random))), y).Mean());

    /// <summary>Cross-entropy of clean inputs, and the divergence of the attacked prediction, which the attack maximises: Zhang et al. 2019, arXiv:1901.08573.</summary>
    /// <remarks>The attack's settings determine where the search starts; the authors' code starts at 0.001 normal noise, because the gradient of the divergence is 0 at the clean input.</remarks>
    public static RobustObjective Trades(GradientAttack attack, double beta = 6) => new("TRADES", (model, x, y, random) =>
    {
        var attacked = Predicting(model, forward => (attack with { Loss = AttackLoss.DivergenceFrom(Logits(forward, x)) }).Of(forward, x, y, random));
        return new Trades(beta).Apply(model.Forward(x), model.Forward(attacked), y);
    });

    /// <summary>Cross-entropy of attacked inputs that also lowers the most likely wrong class, and a divergence weighted by the error on the clean input: Wang et al. 2020.</summary>
    public static RobustObjective Mart(GradientAttack attack, double lambda = 5) => new("MART", (model, x, y, random) =>
    {
        var attacked = Predicting(model, forward => attack.Of(forward, x, y, random));
        return new Mart(lambda).Apply(model.Forward(x), model.Forward(attacked), y);
    });

    /// <summary>Cross-entropy of clean inputs, and the divergence under the small change that alters the prediction most: Miyato et al. 2018, arXiv:1704.03976.</summary>
    public static RobustObjective Virtual(VirtualAdversary adversary, double weight = 1) => new("VAT", (model, x, y, random) =>
    {
        var moved = Predicting(model, forward => adversary.Of(forward, x, random));
        var logits = model.Forward(x);
        return SoftmaxCrossEntropy.PerRow(logits, y).Mean() + (weight * new VirtualAdversarial().Apply(model.Forward(moved), logits.Detach()));
    });

    /// <summary>Attacks the model in prediction mode: without dropout, with the running statistics of batch normalisation.</summary>
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

    private static Tensor Logits(Func<Tensor, Tensor> forward, Tensor x)
    {
        using var silence = Autograd.NoGradient();
        return forward(x);
    }
}
