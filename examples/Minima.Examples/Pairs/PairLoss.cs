using Minima.Losses;
using Minima.Tensors;
using Minima.Tensors.Losses;
using Minima.Training;

namespace Minima.Examples.Pairs;

/// <summary>A loss of pairs: row i of the images belongs to row i of the words.</summary>
/// <param name="Name">Its key.</param>
/// <param name="Apply">Of images and words [N, D], both of length 1, the logarithm of a scale and a bias, which are learned.</param>
internal sealed record PairLoss(string Name, Func<Tensor, Tensor, Tensor, Tensor, Tensor> Apply)
{
    public static readonly IReadOnlyList<PairLoss> All =
    [
        new("mse", (images, words, _, _) => new MeanSquaredError().Apply(images - words, Tensor.Zeros(words.Shape, words.Type))),
        new("triplet_margin", (images, words, _, _) => new TripletMargin().Apply(images, words, words.Rows(Tensor.Of([.. Enumerable.Range(0, words.Shape[0]).Select(i => (i + 1) % words.Shape[0])], [words.Shape[0]])))),
        new("siglip", (images, words, scale, bias) => new SigmoidLanguageImage().Apply(images, words, scale, bias)),
        new("clip", (images, words, scale, _) => new ContrastiveLanguageImage().Apply(images, words, scale)),
    ];
}
