namespace Minima.Tensors;

/// <summary>
/// A loss written on tensors: a function of a similarity matrix, of pairs and triplets of a batch, of images, of transport plans, or several terms. Its
/// formula is the one public method <c>Of</c>, whose parameters are the inputs; gradients of every order come from its operations.
/// </summary>
/// <remarks>
/// A marker, because the number of inputs differs. The source generator reads <c>Of</c>, its names and its attributes (<see cref="AxesAttribute"/>,
/// <see cref="LabelsAttribute"/>, <see cref="ConstantAttribute"/>, <see cref="CanBeNoneAttribute"/>, domains). It makes an entry of the catalogue and a
/// method <c>Apply</c> that checks, weights and reduces. <c>Of</c> itself checks nothing and returns the terms.
/// </remarks>
/// <example><code>
/// public readonly record struct InfoNce([Positive] double Temperature) : ITensorLoss
/// {
///     public LossTerms Of([Axes("N D")] Tensor query, [Axes("N D")] Tensor key) => -(query.MatMul(key.Transpose()) / Temperature).LogSoftmax(^1).Diagonal();
/// }
/// var loss = new InfoNce(0.1).Apply(images, texts);
/// </code></example>
public interface ITensorLoss : ILoss;
