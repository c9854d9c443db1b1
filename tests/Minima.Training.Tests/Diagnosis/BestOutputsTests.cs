using Minima.Analysis;
using Minima.Tensors.Randomness;
using Minima.Training.Diagnosis.Experiments;

namespace Minima.Training.Tests.Diagnosis;

/// <summary>The best constant is the one that the core derives from the formula; the floor is that of the formula.</summary>
public sealed class BestOutputsTests
{
    [SlowTheory]
    [InlineData("mse", false)]
    [InlineData("mae", false)]
    [InlineData("huber", false)]
    [InlineData("pinball", false)]
    [InlineData("log_cosh", false)]
    [InlineData("expectile", false)]
    [InlineData("bce_with_logits", true)]
    [InlineData("bce", true)]
    [InlineData("hinge", true)]
    [InlineData("poisson_nll", true)]
    public void TheConstantIsThatOfTheFormula(string name, bool isOfClasses)
    {
        var random = new RandomState(9);
        var loss = Loss.Create(name);
        var isMargin = loss.DomainOf(1).IsLabel;
        var target = new double[101];
        for (var i = 0; i < target.Length; i++) target[i] = isOfClasses ? i % 3 == 0 ? 1 : isMargin ? -1 : 0 : 2 + (3 * random.NextNormal());
        var (batch, like) = Rows(target, 1);
        var constant = BestOutputs.Constant(new Objective(loss), batch, like);
        var expected = LossAnalysis.Of(loss).OptimalConstant(target);
        Assert.Equal(expected.MeanLoss, constant.Loss, 1e-6 * (1 + Math.Abs(expected.MeanLoss)));
    }

    [Fact]
    public void TheConstantOfSeveralOutputsIsFoundForEach()
    {
        double[] target = [1, 10, 2, 20, 6, 30];
        var (batch, like) = Rows(target, 2);
        var constant = BestOutputs.Constant(new Objective(Loss.Create("mse")), batch, like);
        Assert.Equal(3, constant.Row[0], 1e-4);
        Assert.Equal(20, constant.Row[1], 1e-4);
    }

    [Fact]
    public void TheConstantOfCrossEntropyIsTheEntropyOfTheLabels()
    {
        int[] labels = [0, 0, 0, 0, 1, 1, 2, 0];
        var batch = new TrainingBatch(Tensor.Zeros([8, 1], ElementType.Double), Tensor.Of(labels, [8]));
        var like = Like(8, 3);
        var entropy = -((5 / 8.0 * Math.Log(5 / 8.0)) + (2 / 8.0 * Math.Log(2 / 8.0)) + (1 / 8.0 * Math.Log(1 / 8.0)));
        Assert.Equal(entropy, BestOutputs.Constant(new Objective(Loss.Create("cross_entropy")), batch, like).Loss, 1e-6);
        Assert.Equal(0, BestOutputs.Free(new Objective(Loss.Create("cross_entropy")), batch, like), 1e-4);
        Assert.Equal(Math.Log(3), BestOutputs.At(new Objective(Loss.Create("cross_entropy")), batch, like, 0), 1e-12);
    }

    [Theory]
    [InlineData("mse")]
    [InlineData("mae")]
    [InlineData("huber")]
    public void TheFloorOfADistanceIsZero(string name)
    {
        var (batch, like) = Rows([3, -7, 1e3, 0.25], 1);
        Assert.Equal(0, BestOutputs.Free(new Objective(Loss.Create(name)), batch, like), 1e-6);
    }

    [Fact]
    public void WeightsOfRowsCount()
    {
        var batch = new TrainingBatch(Tensor.Zeros([2, 1], ElementType.Double), Tensor.Of([0.0, 10.0], [2, 1]), Tensor.Of([3.0, 1.0], [2]));
        Assert.Equal(2.5, BestOutputs.Constant(new Objective(Loss.Create("mse")), batch, Like(2, 1)).Row[0], 1e-5);
    }

    private static (TrainingBatch Batch, ForwardPass Like) Rows(double[] target, int width)
    {
        var rows = target.Length / width;
        return (new TrainingBatch(Tensor.Zeros([rows, 1], ElementType.Double), Tensor.Of(target, [rows, width])), Like(rows, width));
    }

    private static ForwardPass Like(int rows, int width) => ForwardPass.Of(new Linear(1, width, new RandomState(1), type: ElementType.Double), Tensor.Zeros([rows, 1], ElementType.Double));
}
