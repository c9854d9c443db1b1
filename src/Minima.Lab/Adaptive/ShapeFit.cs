namespace Minima.Lab.Adaptive;

/// <summary>A linear function fitted by a loss, fixed or adaptive.</summary>
/// <param name="Error">The distance of the weights from the true ones.</param>
/// <param name="Path">The shape, step by step; empty for a fixed loss.</param>
/// <param name="Scale">The learned scale.</param>
internal sealed record ShapeFit(double Error, IReadOnlyList<double> Path, double Scale)
{
    public static ShapeFit Fixed(NoisyLine line, Loss loss, double rate, int steps) =>
        Run(line, rate, steps, [], (predictions, targets) => loss.Apply(predictions, targets), null);

    public static ShapeFit Adaptive(NoisyLine line, double rate, int steps)
    {
        var robust = new AdaptiveRobust(type: ElementType.Double);
        return Run(line, rate, steps, robust.Parameters, (predictions, targets) => robust.Forward(predictions - targets).Mean(), robust);
    }

    private static ShapeFit Run(NoisyLine line, double rate, int steps, IReadOnlyList<Parameter> more, Func<Tensor, Tensor, Tensor> loss, AdaptiveRobust? robust)
    {
        var model = new Linear(NoisyLine.Inputs, 1, new RandomState(1), type: ElementType.Double);
        var optimizer = new Adam([.. model.Parameters, .. more], rate);
        var schedule = new CosineSchedule(steps);
        var features = Tensor.Of(line.Features, [line.Targets.Length, NoisyLine.Inputs]);
        var targets = Tensor.Of(line.Targets, [line.Targets.Length]);
        var path = new List<double>();
        for (var step = 0; step < steps; step++)
        {
            using var scope = StepScope.Begin();
            optimizer.ClearGradients();
            optimizer.LearningRateFactor = schedule.At(step);
            loss(model.Forward(features).Reshape([line.Targets.Length]), targets).Backward();
            optimizer.Step();
            if (robust is not null) path.Add(robust.Alpha);
        }

        return new(NoisyLine.Error(model.Parameters[0].Value.ToArray()), path, robust?.Scale ?? 0);
    }
}
