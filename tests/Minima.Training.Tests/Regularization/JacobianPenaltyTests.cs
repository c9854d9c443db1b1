using Minima.Tensors.Losses;
using Minima.Tensors.Randomness;
using Minima.Training.Tests.Continual;
using Minima.Training.Tests.Optimizers;
using Minima.Training.Tests.Tensors;

namespace Minima.Training.Tests.Regularization;

/// <summary>The slope of a model at the rows of each step, against differences of what it says.</summary>
public sealed class JacobianPenaltyTests
{
    private const double Width = 1e-5;

    [Fact]
    public void TheValueIsTheMeanSizeOfTheDifferences()
    {
        var (model, points) = (Tasks.Model(), GradientCheck.Numbers([5, 2], 1));
        var penalty = new JacobianPenalty(model, 0.3, new RandomState(1), projections: null);
        penalty.Look(points);
        double squares = 0;
        for (var input = 0; input < 2; input++)
        {
            var (above, below) = (Moved(model, points, input, Width), Moved(model, points, input, -Width));
            for (var i = 0; i < above.Length; i++) squares += Math.Pow((above[i] - below[i]) / (2 * Width), 2);
        }

        Assert.Equal(0.3 / 2 * squares / 5, penalty.Value(), 1e-8);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(1)]
    [InlineData(3)]
    public void TheGradientIsThatOfTheValue(int? projections)
    {
        var model = Tasks.Model();
        var penalty = new JacobianPenalty(model, 0.3, new RandomState(1), projections);
        penalty.Look(GradientCheck.Numbers([4, 2], 2));
        foreach (var parameter in model.Parameters) parameter.SetGradient([.. Enumerable.Repeat(10.0, parameter.Value.Count)]);
        penalty.AddGradient(2);
        var added = Tasks.Flat(model.Parameters.Select(parameter => (parameter.Gradient - 10) / 2));
        Tasks.Near(Tasks.Differences(model, penalty.Value), added, 1e-7);
        Assert.Contains(added, slope => Math.Abs(slope) > 1e-3);
    }

    /// <summary>The Jacobian of a linear model is its weight, whatever the rows.</summary>
    [Fact]
    public void OfALinearModelItIsTheL2PenaltyOfTheWeight()
    {
        var model = new Linear(3, 2, new RandomState(1), type: ElementType.Double);
        var (flat, small) = (new JacobianPenalty(model, 0.4, new RandomState(1), projections: null), new L2Penalty([model.Parameters[0]], 0.4));
        flat.Look(GradientCheck.Numbers([6, 3], 3));
        Assert.Equal(small.Value(), flat.Value(), 1e-14);
        foreach (var parameter in model.Parameters) parameter.SetGradient(new double[parameter.Value.Count]);
        flat.AddGradient();
        Tasks.Near([.. model.Parameters[0].Value.ToArray().Select(weight => 0.4 * weight)], model.Parameters[0].Gradient.ToArray(), 1e-14);
        Assert.Equal([0, 0], model.Parameters[1].Gradient.ToArray());
    }

    [Fact]
    public void DirectionsHaveTheSameMeanAndAreAnotherEachStep()
    {
        var (model, points) = (Tasks.Model(), GradientCheck.Numbers([5, 2], 4));
        var (exact, drawn) = (new JacobianPenalty(model, 1, new RandomState(1), projections: null), new JacobianPenalty(model, 1, new RandomState(1)));
        exact.Look(points);
        var values = new double[4000];
        for (var step = 0; step < values.Length; step++)
        {
            drawn.Look(points);
            values[step] = drawn.Value();
            if (step == 0) Assert.Equal(values[0], drawn.Value());
        }

        Assert.NotEqual(values[0], values[1]);
        var (mean, whole) = (values.Average(), exact.Value());
        var error = Math.Sqrt(values.Sum(value => (value - mean) * (value - mean)) / values.Length / values.Length);
        Assert.InRange(mean, whole - (5 * error), whole + (5 * error));
        Assert.True(error < 0.02 * whole);
    }

    [Fact]
    public void AStepOfATrainerIsThatOfTheLossWithThePenaltyInIt()
    {
        const double Rate = 0.1, Strength = 0.2;
        var (model, twin, rows) = (Tasks.Model(), Tasks.Model(), Tasks.Clouds(8, batch: 8));
        var penalty = new JacobianPenalty(model, Strength, new RandomState(1), projections: null);
        var result = new Trainer(model, Tasks.CrossEntropy(), new Sgd(model.Parameters, Rate)) { Epochs = 1, Regularizers = [penalty] }.Fit(rows);

        using var reader = rows.Open(0, 0);
        Assert.True(reader.Next(out var batch));
        var loss = Loss.Create("cross_entropy").Apply(twin.Forward(batch.Features), batch.Target);
        (loss + (Strength * new JacobianNorm().Apply(ModelJacobian.At(twin.Forward, batch.Features)))).Backward();
        var expected = twin.Parameters.SelectMany(parameter => parameter.Value.ToArray().Zip(parameter.Gradient.ToArray(), (weight, slope) => weight - (Rate * slope))).ToArray();
        Tasks.Near(expected, Tasks.Weights(model), 1e-12);
        Assert.Equal(loss.Item(), result.History[0].TrainingLoss, 1e-12);
    }

    [Fact]
    public void AStepOfSeveralBatchesIsThatOfAllTheirRows()
    {
        Assert.Equal(Trained(8, 1), Trained(3, 3), (a, b) => Math.Abs(a - b) < 1e-12);

        static double[] Trained(int batch, int together)
        {
            var model = Tasks.Model();
            var penalty = new JacobianPenalty(model, 0.2, new RandomState(1), projections: null);
            new Trainer(model, Tasks.CrossEntropy(), new Sgd(model.Parameters, 0.1)) { Epochs = 3, AccumulatedBatches = together, Regularizers = [penalty] }.Fit(Tasks.Clouds(8, batch: batch));
            return Tasks.Weights(model);
        }
    }

    [Fact]
    public void ATrainingThatWasBrokenOffGoesOnToTheLastBit()
    {
        var (whole, first) = (New(4), New(2));
        whole.Fit(Loop.Problem.Clouds());
        first.Fit(Loop.Problem.Clouds());
        var second = New(4);
        second.Restore(first.TakeCheckpoint());
        second.Fit(Loop.Problem.Clouds());
        Assert.Equal(Loop.Problem.Weights(whole.Model), Loop.Problem.Weights(second.Model));

        static Trainer New(int epochs)
        {
            var model = new Loop.TwoLayers(2, 8, 3, new RandomState(1));
            return new Trainer(model, new Objective(Loss.Create("cross_entropy")), new Adam(model.Parameters, 0.02)) { Epochs = epochs, Regularizers = [new JacobianPenalty(model, 0.1, new RandomState(1))] };
        }
    }

    /// <summary>Dropout would draw, and batch normalisation would hold rows together and move its means.</summary>
    [Fact]
    public void TheModelAnswersAsItPredictsAndTrainsOn()
    {
        var model = new Sequential(new Linear(2, 8, new RandomState(1)), new BatchNorm(8), Minima.Training.Activations.ByName("tanh"), new Dropout(0.5, new RandomState(3)), new Linear(8, 3, new RandomState(2)));
        var penalty = new JacobianPenalty(model, 1, new RandomState(1), projections: null);
        var points = GradientCheck.Numbers([6, 2], 5).To(ElementType.Single);
        var (drawn, means) = (model.RandomStates[0].Snapshot, Tasks.Flat(model.Buffers.Select(buffer => buffer.Value)));
        penalty.Look(points);
        var value = penalty.Value();
        Assert.True(model.IsTraining);
        Assert.True(model.Layers[3].IsTraining);
        Assert.Equal(drawn, model.RandomStates[0].Snapshot);
        Assert.Equal(means, Tasks.Flat(model.Buffers.Select(buffer => buffer.Value)));
        model.Train(training: false);
        Assert.Equal(new JacobianNorm().Apply(ModelJacobian.At(model.Forward, points)).Item(), value, 1e-6);
        penalty.AddGradient();
        Assert.False(model.IsTraining);
    }

    [Fact]
    public void WhatIsNotTrainedIsLeftAlone()
    {
        var model = Tasks.Model();
        foreach (var parameter in model.Parameters) parameter.SetGradient(new double[parameter.Value.Count]);
        model.Parameters[0].IsTrainable = false;
        model.Parameters[2].ClearGradient();
        var penalty = new JacobianPenalty(model, 1, new RandomState(1));
        penalty.Look(GradientCheck.Numbers([3, 2], 1));
        penalty.AddGradient();
        Assert.All(model.Parameters[0].Gradient.ToArray(), slope => Assert.Equal(0, slope));
        Assert.True(model.Parameters[2].Gradient.IsNone);
        Assert.Contains(model.Parameters[1].Gradient.ToArray(), slope => slope != 0);
    }

    [Fact]
    public void WhatCannotBeIsRefused()
    {
        var (model, random) = (Tasks.Model(), new RandomState(1));
        Refusal.Of("jacobian: strength is -1", () => new JacobianPenalty(model, -1, random));
        Refusal.Of("jacobian: strength is NaN", () => new JacobianPenalty(model, double.NaN, random));
        Refusal.Of("jacobian: 0 projections given; it needs at least 1", () => new JacobianPenalty(model, 1, random, 0));
        Refusal.Of("no rows were given", () => new JacobianPenalty(model, 1, random).Value());
        Refusal.Of("no rows were given", () => new JacobianPenalty(model, 1, random).AddGradient());
        Refusal.Of("a step without rows", () => new JacobianPenalty(model, 1, random).Look(Tensor.Zeros([0, 2], ElementType.Double)));
        Assert.Throws<TrainingException>(() => new JacobianPenalty(new Sequential(), 1, random));
        var penalty = new JacobianPenalty(new Sequential(new Linear(2, 3, random, type: ElementType.Double), new Summed()), 1, random);
        penalty.Look(GradientCheck.Numbers([4, 2]));
        Refusal.Of("Return one output for each point from the model", () => penalty.Value());
    }

    /// <summary>What the model says of rows of which one input is moved.</summary>
    private static double[] Moved(Module model, Tensor points, int input, double by)
    {
        var values = points.ToArray();
        for (var i = input; i < values.Length; i += 2) values[i] += by;
        using var silence = Autograd.NoGradient();
        return model.Forward(Tensor.Of(values, points.Shape)).ToArray();
    }

    /// <summary>One answer to all rows.</summary>
    private sealed class Summed : Module
    {
        protected override Tensor Compute(Tensor input) => input.Sum(0);
    }
}
