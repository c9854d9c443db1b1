using Minima.Tensors.Losses;

namespace Minima.Training.SemiSupervised;

/// <summary>MixMatch: averages predictions over augmented copies of an item and sharpens them; then mixes items and targets of both kinds with one another.</summary>
/// <remarks>
/// <para>The weight of unlabelled items rises linearly over the training. Not divided by the number of classes, as in the catalogue's entry.</para>
/// <para>Source: Berthelot et al. 2019, NeurIPS, arXiv:1905.02249, algorithm 1 with two copies.</para>
/// </remarks>
/// <param name="weak">Augments items; they keep their class.</param>
/// <param name="weight">The largest weight of unlabelled items.</param>
/// <param name="temperature">The temperature that sharpens predictions.</param>
/// <param name="alpha">The parameter of the mixing proportions.</param>
public sealed class MixMatching(ImageAugmentation weak, double weight = 5, double temperature = 0.5, double alpha = 0.75) : SemiSupervisedMethod
{
    private const int Copies = 2;

    /// <inheritdoc/>
    public override string Name => "MixMatch";

    /// <inheritdoc/>
    public override Tensor Loss(SemiSupervisedStep step)
    {
        ArgumentNullException.ThrowIfNull(step);
        var known = step.Labelled.Shape[0];
        var (items, targets) = Mixed(step);
        var logits = step.Model.Forward(items);
        var rest = logits.Shape[0] - known;
        return new MixMatch(weight * step.Progress).Apply(logits.Slice(0, 0, known), logits.Slice(0, known, rest), targets.Slice(0, 0, known).Contiguous(), targets.Slice(0, known, rest).Contiguous());
    }

    /// <summary>All items and targets, each mixed with a random one of all; labelled ones first.</summary>
    private (Tensor Items, Tensor Targets) Mixed(SemiSupervisedStep step)
    {
        using var silence = Autograd.NoGradient();
        Tensor[] copies = [weak.Apply(step.Unlabelled, step.Random), weak.Apply(step.Unlabelled, step.Random)];
        var guess = Mixing.Sharpen((step.Model.Forward(copies[0]).Softmax(^1) + step.Model.Forward(copies[1]).Softmax(^1)) / Copies, temperature);
        var items = Tensor.Concatenate(0, [weak.Apply(step.Labelled, step.Random), .. copies]);
        var targets = Tensor.Concatenate(0, [OneHot(step.Labels, guess.Shape[1]), guess, guess]);
        var order = Enumerable.Range(0, items.Shape[0]).ToArray();
        step.Random.Shuffle(order.AsSpan());
        var shares = Mixing.Shares(order.Length, alpha, step.Random);
        return (Mixing.Mix(items, Rows(items, order), shares), Mixing.Mix(targets, Rows(targets, order), shares));
    }

    private static Tensor OneHot(Tensor labels, int classes)
    {
        var all = labels.Contiguous().Read<int>();
        var rows = new float[all.Length * classes];
        for (var i = 0; i < all.Length; i++)
        {
            if ((uint)all[i] >= (uint)classes) throw new TrainingException($"Label {i} is {all[i]}; the model distinguishes {classes} classes, 0 to {classes - 1}.");
            rows[(i * classes) + all[i]] = 1;
        }

        return Tensor.Of(rows, [all.Length, classes]);
    }

    private static Tensor Rows(Tensor table, int[] order)
    {
        Shape flat = [table.Shape[0], table.Count / table.Shape[0]];
        return table.Reshape(flat).Rows(Tensor.Of(order, [order.Length])).Reshape(table.Shape);
    }
}
