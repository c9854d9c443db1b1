namespace Minima.Training.Tests.Optimizers;

/// <summary>An optimizer that takes another's state goes on to the same bits; a state that does not fit is refused before anything changes.</summary>
public class StateTests
{
    public static TheoryData<string, ElementType> Names()
    {
        var data = new TheoryData<string, ElementType>();
        foreach (var entry in Training.Optimizers.All)
        {
            data.Add(entry.Name, ElementType.Double);
            data.Add(entry.Name, ElementType.Single);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void ResumeIsBitExact(string name, ElementType type)
    {
        (string, double)[] options = name switch { "sgd" => [("momentum", 0.9)], "rmsprop" => [("momentum", 0.9), ("centered", 1)], "lbfgs" => [("iterations", 2), ("history", 5)], _ => [] };
        var problem = Problem.Make("logistic", type);
        var optimizer = Training.Optimizers.Create(name, problem.Parameters, 0.01, options);
        for (var step = 0; step < 8; step++) optimizer.Step(problem.Evaluate);
        optimizer.LearningRate = 0.02;
        optimizer.LearningRateFactor = 0.5;

        var resumed = Problem.Make("logistic", type);
        var other = Training.Optimizers.Create(name, resumed.Parameters, 0.01, options);
        other.Step(resumed.Evaluate);
        for (var i = 0; i < problem.Parameters.Count; i++) TensorCopy.Copy(problem.Parameters[i].Value, resumed.Parameters[i].Value);
        other.ImportState(Copied(optimizer.ExportState()));
        Assert.Equal(0.02, other.LearningRate);
        for (var step = 0; step < 8; step++)
        {
            optimizer.Step(problem.Evaluate);
            other.Step(resumed.Evaluate);
            Assert.Equal(problem.Flat(), resumed.Flat());
        }
    }

    [Fact]
    public void StateIsNamedForPeople()
    {
        var optimizer = new Adam([TestParameter.Of("weight", ElementType.Double, 1), TestParameter.Of("weight", ElementType.Double, 1)], amsgrad: true);
        var state = optimizer.ExportState();
        Assert.Equal("adam", state.Kind);
        Assert.Equal<IEnumerable<string>>(["first_moment/weight", "second_moment/weight", "largest_second_moment/weight", "first_moment/weight#2", "second_moment/weight#2", "largest_second_moment/weight#2"], state.Tensors.Keys);
        Assert.Equal<IEnumerable<string>>(["learning_rate", "learning_rate_factor", "step/weight", "product/weight", "step/weight#2", "product/weight#2"], state.Numbers.Keys);
    }

    [Fact]
    public void AStateThatDoesNotFitChangesNothing()
    {
        var parameter = TestParameter.Of("w", ElementType.Double, 1, 2);
        var optimizer = new Adam([parameter]);
        var state = optimizer.ExportState();
        Refusal.Of("A state of 'adamw' was given to 'adam'", () => optimizer.ImportState(new AdamW([parameter]).ExportState()));
        Refusal.Of("of its tensors 2 missing ('first_moment/w', 'second_moment/w'); 2 unknown here ('first_moment/other', 'second_moment/other')", () => optimizer.ImportState(new Adam([TestParameter.Of("other", ElementType.Double, 1, 2)]).ExportState()));
        Refusal.Of("'first_moment/w' of adam is Double [3]; here it is Double [2]", () => optimizer.ImportState(new Adam([TestParameter.Of("w", ElementType.Double, 1, 2, 3)]).ExportState()));
        Refusal.Of("is Single [2]", () => optimizer.ImportState(new Adam([TestParameter.Of("w", ElementType.Single, 1, 2)]).ExportState()));
        Refusal.Of("1 unknown here ('largest_second_moment/w')", () => optimizer.ImportState(new Adam([parameter], amsgrad: true).ExportState()));
        foreach (var bad in new[] { -1, 0.5, double.NaN, double.PositiveInfinity, 1e300 }) Refusal.Of("'step/w' of adam is", () => optimizer.ImportState(Changed(state, "step/w", bad)));
        Refusal.Of("imported learning rate is 0", () => optimizer.ImportState(Changed(state, "learning_rate", 0)));
        Refusal.Of("factor of the learning rate is NaN", () => optimizer.ImportState(Changed(state, "learning_rate_factor", double.NaN)));
        Assert.Equal(0.001, optimizer.LearningRate);
        Assert.Equal(0, optimizer.ExportState().Numbers["step/w"]);
    }

    [Fact]
    public void AHistoryOfAnotherLengthIsTaken()
    {
        var problem = Problem.Make("quadratic");
        var optimizer = new Lbfgs(problem.Parameters, iterations: 3);
        for (var step = 0; step < 3; step++) optimizer.Step(problem.Evaluate);
        var full = Copied(optimizer.ExportState());
        Assert.True(full.Numbers["history"] > 3);
        var empty = Copied(new Lbfgs(problem.Parameters, iterations: 3).ExportState());
        optimizer.ImportState(empty);
        Assert.Equal(0, optimizer.ExportState().Numbers["history"]);
        optimizer.ImportState(full);
        Assert.Equal(full.Tensors["history/3/move"].ToArray(), optimizer.ExportState().Tensors["history/3/move"].ToArray());
        Refusal.Of("1 missing ('history/2/gradient_change')", () => optimizer.ImportState(new NamedState(full.Kind, full.Numbers, full.Tensors.Where(t => t.Key != "history/2/gradient_change").ToDictionary(StringComparer.Ordinal))));
    }

    private static NamedState Copied(NamedState state) => new(
        state.Kind,
        new Dictionary<string, double>(state.Numbers, StringComparer.Ordinal),
        state.Tensors.ToDictionary(t => t.Key, t => t.Value.Keep(), StringComparer.Ordinal));

    private static NamedState Changed(NamedState state, string name, double value) =>
        new(state.Kind, new Dictionary<string, double>(state.Numbers, StringComparer.Ordinal) { [name] = value }, state.Tensors);
}
