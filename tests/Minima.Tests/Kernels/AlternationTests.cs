using Xunit;

namespace Minima.Tests.Kernels;

/// <summary>A loop over several losses of one kind, such as a service for two clients, costs no more than a loop with one.</summary>
public sealed class AlternationTests
{
    private const int Count = 5_000;

    private static readonly Dictionary<string, Loss[]> Groups = new(StringComparer.Ordinal)
    {
        ["texts"] = [Loss.Parse("(p - t)^2"), Loss.Parse("softplus(p) - t*p"), Loss.Parse("4*relu(t - p) + relu(p - t)")],
        ["one loss of numbers"] = [.. new[] { 1.0, 2, 3 }.Select(delta => Loss.Create("huber", ("delta", delta)))],
        ["one loss of labels"] = [.. new[] { 0.1, 0.2 }.Select(smoothing => Loss.Create("cross_entropy", ("label_smoothing", smoothing)))],
        ["numbers per class"] = [.. new[] { 10.0, 20 }.Select(count => Loss.Create("balanced_softmax", ("class_counts", new[] { count, 1, 1, 1, 1 })))],
        ["terms of probabilities"] = [.. new[] { 1.0, 2 }.Select(gamma => Loss.Create("softmax_focal", ("gamma", gamma)))],
    };

    public static TheoryData<string> Names => [.. Groups.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Losses_in_turn_allocate_nothing(string name)
    {
        var losses = Groups[name];
        var takesLabels = losses[0].Entry.Row is not null;
        var random = new Random(7);
        double[] prediction = [.. Enumerable.Range(0, Count).Select(_ => (4 * random.NextDouble()) - 2)];
        double[] target = [.. Enumerable.Range(0, Count).Select(_ => random.NextDouble())];
        int[] labels = [.. Enumerable.Range(0, Count / 5).Select(_ => random.Next(5))];
        var gradient = new double[Count];
        for (var i = 0; i < 3; i++) CallEach();

        // The least of several rounds: other tests may call the same kinds of loss meanwhile.
        var allocated = long.MaxValue;
        for (var round = 0; round < 1_000 && allocated != 0; round++)
        {
            if (round >= 5) Thread.Sleep(2);
            var before = GC.GetAllocatedBytesForCurrentThread();
            CallEach();
            allocated = Math.Min(allocated, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        Assert.Equal(0, allocated);

        void CallEach()
        {
            foreach (var loss in losses)
            {
                if (takesLabels) loss.ValueAndGradient(prediction, labels, 5, gradient);
                else loss.ValueAndGradient(prediction, target, gradient);
            }
        }
    }
}
