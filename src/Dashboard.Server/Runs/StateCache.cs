using Contracts;

namespace Dashboard.Server.Runs;

/// <summary>The states of the ended runs that were looked at last.</summary>
internal sealed class StateCache
{
    private const int Most = 32;
    private readonly Lock _gate = new();
    private readonly LinkedList<RunState> _byUse = new();

    public RunState? Find(RunId id)
    {
        lock (_gate)
        {
            if (Node(id) is not { } node) return null;
            _byUse.Remove(node);
            _byUse.AddFirst(node);
            return node.Value;
        }
    }

    public void Set(RunId id, RunState state)
    {
        lock (_gate)
        {
            if (Node(id) is { } node) _byUse.Remove(node);
            _byUse.AddFirst(state);
            if (_byUse.Count > Most) _byUse.RemoveLast();
        }
    }

    public void Remove(RunId id)
    {
        lock (_gate)
        {
            if (Node(id) is { } node) _byUse.Remove(node);
        }
    }

    private LinkedListNode<RunState>? Node(RunId id)
    {
        for (var node = _byUse.First; node is not null; node = node.Next)
        {
            if (node.Value.Summary.Id == id) return node;
        }

        return null;
    }
}
