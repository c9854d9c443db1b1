namespace Minima.Trees;

/// <summary>The workers that share work. A free worker takes the next item; each worker keeps integers for itself, whose sums have one value in any order.</summary>
internal sealed class Team(int threads)
{
    public int Hands { get; } = threads > 0 ? threads : Environment.ProcessorCount;

    /// <summary>Runs <paramref name="work"/> (hand, item) for each item.</summary>
    public void Each(int items, Action<int, int> work) => Workers.Run(new Job(items, work), Math.Min(Hands, items), Hands);

    private sealed class Job(int items, Action<int, int> work) : BlockJob
    {
        private int _next;

        public override void Run(int block)
        {
            for (int item; (item = Interlocked.Increment(ref _next) - 1) < items;) work(block, item);
        }
    }
}
