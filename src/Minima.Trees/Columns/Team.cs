namespace Minima.Trees;

/// <summary>Distributes work over threads. A free thread takes the next item. Each thread sums up integers of its own, whose total is the same in any order.</summary>
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
